import type { ParsedEvent } from '#shared/connectors/connector.ts';
import { outcomeOf, setFailedLoginCount } from '#shared/connectors/failed-login.ts';
import { newAttributes } from '#shared/connectors/trace.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';
import type { EventCategory } from '#shared/schema/event.ts';

/** An event while it is read. `finish` derives what follows from its attributes. */
export type Draft = {
  system: string;
  vendorId: string | null;
  time: unknown;
  category: EventCategory;
  severity: number;
  attributes: Attributes;
  notes: string[];
};

export function newDraft(system: string, category: EventCategory): Draft {
  return {
    system,
    vendorId: null,
    time: undefined,
    category,
    severity: 1,
    attributes: newAttributes(),
    notes: [],
  };
}

/** ECS categorization: `event.category`, `event.type`, `event.outcome`, `event.kind`, and the canonical category of it. */
export type Kind = {
  category: EventCategory;
  ecs: readonly string[];
  type: readonly string[];
  action?: string;
  outcome?: 'success' | 'failure';
  severity?: number;
};

/** Writes a declared kind over a draft; what the event itself said about its action and outcome stands. */
export function applyKind(draft: Draft, kind: Kind): void {
  draft.category = kind.category;
  if (kind.severity !== undefined) draft.severity = kind.severity;
  put(draft.attributes, 'event.category', kind.ecs);
  put(draft.attributes, 'event.type', kind.type);
  put(draft.attributes, 'event.action', kind.action);
  put(draft.attributes, 'event.outcome', kind.outcome);
}

const USER_FIELDS = ['user.name', 'user.email', 'user.id', 'source.user.name', 'user.target.name'] as const;
const SERVICE_FIELDS = [
  'service.name',
  'source.ip',
  'source.domain',
  'process.name',
  'host.name',
  'observer.name',
] as const;
const TARGET_FIELDS = [
  'host.name',
  'host.id',
  'destination.domain',
  'destination.ip',
  'url.domain',
  'orchestrator.resource.name',
  'cloud.account.id',
  'service.name',
  'observer.name',
  'host.ip',
] as const;

type Overrides = { actor?: ParsedEvent['actor'] | undefined; target?: ParsedEvent['target'] | undefined };

/** The parsed event: who acted on what by the first field that says so, outcome in ECS words, failed logins counted. */
export function finish(draft: Draft, overrides: Overrides = {}): ParsedEvent {
  const { attributes, category } = draft;
  const outcome = outcomeOf(attributes['event.outcome']);
  if (outcome !== null) attributes['event.outcome'] = outcome;
  setFailedLoginCount(category, attributes);
  const { actor, target } = partiesOf(attributes);
  return {
    system: draft.system,
    vendorId: draft.vendorId,
    time: draft.time,
    category,
    severity: draft.severity,
    actor: overrides.actor ?? actor,
    target: overrides.target ?? target,
    attributes,
    notes: draft.notes,
  };
}

/** Who acted on what, by the first attribute that says so. */
export function partiesOf(attributes: Attributes): Pick<ParsedEvent, 'actor' | 'target'> {
  const user = firstOf(attributes, USER_FIELDS);
  const service = user ?? firstOf(attributes, SERVICE_FIELDS);
  const target = firstOf(attributes, TARGET_FIELDS);
  return {
    actor: { type: user === null ? 'service' : 'user', id: service ?? 'unknown' },
    target: { type: 'asset', id: target ?? 'unknown' },
  };
}

function firstOf(attributes: Attributes, fields: readonly string[]): string | null {
  for (const field of fields) {
    const value = attributes[field];
    const one = Array.isArray(value) ? value[0] : value;
    if (one !== undefined && one !== '') return String(one);
  }
  return null;
}
