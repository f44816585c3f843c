import { once } from '#shared/once.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { ecsValue } from '#shared/translate/ecs/ecs-value.ts';
import { type EcsField, readFields, typesOfCategory } from '#shared/translate/ecs/fields.ts';
import { frameOf, unplaced } from '#shared/translate/leftover.ts';
import type { Target } from '#shared/translate/shape.ts';

/** The release of ECS that the events follow, in `ecs.version`. */
export const ECS_VERSION = '9.4.0';

const fields = once(readFields);

/**
 * A canonical event as an ECS document. Attributes are ECS fields where ECS has a field of that name whose type the
 * value fits; all others stand under `gatehouse.fields` by their own names, what is outside the attributes under
 * `gatehouse`.
 */
export function toEcs(event: CanonicalEvent): Target {
  const { attributes, source } = event;
  const document: Target = {
    '@timestamp': event.timestamp,
    ecs: { version: ECS_VERSION },
    event: { kind: 'event', module: source.integration, severity: event.severity },
  };
  const placed = new Set<string>();
  for (const key of Object.keys(attributes)) {
    const field = fields().get(key);
    const value = attributes[key];
    if (field === undefined || value === undefined || key === '@timestamp' || key === 'ecs.version') continue;
    const fitting = ecsValue(value, field);
    if (fitting.value === undefined) continue;
    put(document, field, fitting.value);
    if (fitting.whole) placed.add(key);
  }
  fitTypes(document.event as EventFields, placed);
  (document.event as EventFields).id ??= event.event_id;
  document.gatehouse = { ...frameOf(event), fields: unplaced(event, placed) };
  return document;
}

/** Writes a value; under a list of objects, the items go one by one into as many objects. */
function put(document: Target, { path, listed, array }: EcsField, value: unknown): void {
  const top = listed === 0 ? path.length : listed;
  const node = within(document, path.slice(0, top - 1));
  const name = path[top - 1] ?? '';
  if (listed === 0) {
    node[name] = value;
    return;
  }
  node[name] ??= [];
  const objects = node[name] as Target[];
  const last = path.at(-1) ?? '';
  for (const [index, item] of (array || !Array.isArray(value) ? [value] : value).entries()) {
    objects[index] ??= {};
    within(objects[index], path.slice(top, -1))[last] = item;
  }
}

function within(target: Target, path: readonly string[]): Target {
  let node = target;
  for (const segment of path) {
    node[segment] ??= {};
    node = node[segment] as Target;
  }
  return node;
}

type EventFields = { id?: unknown; category?: string[]; type?: string[] };

/** ECS names the types that fit each category; one that fits none of the event's is kept aside. */
function fitTypes(event: EventFields, placed: Set<string>): void {
  const { category, type } = event;
  if (type === undefined) return;
  const fitting = new Set((category ?? []).flatMap((name) => typesOfCategory[name] ?? []));
  const kept = type.filter((name) => fitting.has(name));
  if (kept.length === type.length) return;
  placed.delete('event.type');
  if (kept.length > 0) event.type = kept;
  else delete event.type;
}
