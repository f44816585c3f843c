import { hash } from 'node:crypto';
import type { Contribution } from '#shared/detect/advance-window.ts';
import { fieldReader } from '#shared/detect/event-fields.ts';
import { MAX_CARRIED_BYTES } from '#shared/detect/limits.ts';
import { type Feed, groupFieldOf, type PlannedCorrelation } from '#shared/detect/plan-correlations.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { cut } from '#shared/detect/trim-event.ts';
import { toNumber } from '#shared/detect/value-test.ts';
import { type Carried, EVENT_ID_LENGTH, entryId, eventOfEntry } from '#shared/detect/window-state.ts';
import type { WindowKey } from '#shared/ports/window-store.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

/** Longest value of a group-by field that an alert shows; groups are told apart by the whole value. */
const MAX_GROUP_VALUE = 512;

/** What one window has to take in, of one batch. */
export type Group = {
  key: WindowKey;
  correlation: PlannedCorrelation;
  /** Values of the group-by fields, whole. */
  values: ReadonlyMap<string, string>;
  /** Of events; firings are read from the windows below when this one is worked on. */
  contributions: Contribution[];
  /** Windows below whose firings belong here. */
  fedBy: Set<WindowKey>;
};

/** A match on its way into windows. */
export type Arrival = Pick<Contribution, 'at' | 'event' | 'void'> & {
  /** Short hash of its event. */
  eventId: string;
  read(field: string): AttributeValue | null | undefined;
  /** The window whose firing it is; null for a match of a detection rule. */
  firedBy: WindowKey | null;
};

/** 132 bits: names a window among all of a tenant's. */
const LONG = 22;
/** 48 bits tell the firings of one event in one window apart. */
const BRIEF = 8;

function digest(text: string, length: number): string {
  return hash('sha256', text, 'base64url').slice(0, length);
}

/** The event as a match of a detection rule. */
export function arrivalOf(event: CanonicalEvent): Arrival {
  return {
    eventId: digest(event.event_id, EVENT_ID_LENGTH),
    at: Date.parse(event.timestamp),
    event,
    void: false,
    read: (field) => fieldReader(field)(event),
    firedBy: null,
  };
}

/** A firing of a window: its fields are those of its group, and what its entry carries of its event. */
export function arrivalOfFiring(
  { key, correlation, values }: Group,
  entry: Pick<Contribution, 'id' | 'at' | 'carry'>,
  isVoid: boolean,
  event: CanonicalEvent | undefined,
): Arrival {
  return {
    eventId: eventOfEntry(entry),
    at: entry.at,
    event,
    void: isVoid,
    read: (field) => values.get(field) ?? entry.carry[correlation.carried.indexOf(field)],
    firedBy: key,
  };
}

/**
 * The window that a match belongs to and what it adds there. Undefined where it lacks a group-by field, or the field
 * that is looked at: it takes no part then.
 */
export function placeOf(
  { correlation, position, isFiring }: Feed,
  { eventId, at, event, void: isVoid, read, firedBy }: Arrival,
): (Pick<Group, 'key' | 'values'> & { contribution: Contribution }) | undefined {
  const { rule, carried } = correlation;
  const ruleKey = rule.rules[position] ?? '';
  const value = lookedAt(rule, read);
  if (value === undefined) return undefined;
  const values = new Map<string, string>();
  for (const name of rule.groupBy) {
    const found = read(groupFieldOf(rule, name, ruleKey));
    if (found === undefined || found === null) return undefined;
    values.set(name, textOf(found));
  }
  const key = `${rule.info.id}#${digest(JSON.stringify([...values.values()].map(brief)), LONG)}`;
  const isApart = isFiring || rule.type.startsWith('temporal');
  const id = entryId(
    eventId,
    isApart ? position : undefined,
    firedBy === null ? undefined : digest(firedBy, BRIEF),
  );
  const carry = carried.map((field) => carriedValue(read(field)));
  return { key, values, contribution: { id, at, value, carry, void: isVoid, event } };
}

/** Finds or makes the group in a batch's groups. */
export function groupIn(
  groups: Map<WindowKey, Group>,
  correlation: PlannedCorrelation,
  { key, values }: Pick<Group, 'key' | 'values'>,
): Group {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group: Group = { key, correlation, values, contributions: [], fedBy: new Set() };
  groups.set(key, group);
  return group;
}

/** The group as alerts show it. */
export function shownGroup({ values }: Group): Record<string, string> {
  return Object.fromEntries([...values].map(([name, value]) => [name, cut(value, MAX_GROUP_VALUE)]));
}

/** Undefined where there is nothing to count. */
function lookedAt(
  { type, field }: CorrelationRule,
  read: Arrival['read'],
): number | string | null | undefined {
  if (field === null) return null;
  const value = read(field);
  if (value === undefined || value === null) return undefined;
  if (type === 'value_count') return digest(brief(textOf(value)), EVENT_ID_LENGTH);
  return Array.isArray(value) ? undefined : (toNumber(value as string | number | boolean) ?? undefined);
}

function textOf(value: AttributeValue): string {
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

function carriedValue(value: AttributeValue | null | undefined): Carried {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? value : brief(textOf(value));
}

/** A long value by its beginning and its hash: the same whether it comes from an event or was carried. */
function brief(text: string): string {
  return Buffer.byteLength(text) <= MAX_CARRIED_BYTES ? text : `${text.slice(0, 8)}…${digest(text, LONG)}`;
}
