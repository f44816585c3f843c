import { type CanonicalEvent, canonicalEventSchema, eventCategorySchema } from '#shared/schema/event.ts';

const categories: ReadonlySet<string> = new Set(eventCategorySchema.options);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Whether what a connector made has the canonical form: what `canonicalEventSchema` says of our own events, at a
 * tenth of its price. `test/unit/schema/is-canonical.test.ts` holds the two together.
 */
export function isCanonical(event: CanonicalEvent): boolean {
  const { source, actor, target, severity } = event;
  return (
    UUID.test(event.event_id) &&
    TIMESTAMP.test(event.timestamp) &&
    typeof source.system === 'string' &&
    typeof source.integration === 'string' &&
    categories.has(event.category) &&
    Number.isInteger(severity) &&
    severity >= 0 &&
    severity <= 10 &&
    (actor.type === 'user' || actor.type === 'service') &&
    typeof actor.id === 'string' &&
    (target.type === 'asset' || target.type === 'workload') &&
    typeof target.id === 'string' &&
    areAttributes(event.attributes)
  );
}

const PARTS = [
  ['source', 2],
  ['actor', 2],
  ['target', 2],
] as const;
const FIELDS = 6 + PARTS.length;

/**
 * Whether something that was JSON is a canonical event in the very form in which we write it: nothing but the schema's
 * fields, and nothing of its parts is missing. What it refuses the schema may still take.
 */
export function isOurs(value: unknown): value is CanonicalEvent {
  if (!isRecord(value) || Object.keys(value).length !== FIELDS) return false;
  for (const [name, fields] of PARTS) {
    const part = value[name];
    if (!isRecord(part) || Object.keys(part).length !== fields) return false;
  }
  const { attributes, tenant_id } = value;
  if (!isRecord(attributes) || Object.hasOwn(attributes, '__proto__')) return false;
  return typeof tenant_id === 'string' && isCanonical(value as CanonicalEvent);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function areAttributes(attributes: CanonicalEvent['attributes']): boolean {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (!isScalar(value) && !(Array.isArray(value) && value.every(isScalar))) return false;
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

/** @throws Error that says what is wrong, when it is not. */
export function assertCanonical(event: CanonicalEvent): void {
  if (isCanonical(event)) return;
  const { error } = canonicalEventSchema.safeParse(event);
  const issue = error?.issues[0];
  throw new Error(
    `not the canonical form: ${issue === undefined ? 'its time or id' : `${issue.path.join('.')}: ${issue.message}`}`,
  );
}
