import { hash } from 'node:crypto';
import type { Contribution } from '#shared/detect/advance-window.ts';
import { fieldReader } from '#shared/detect/event-fields.ts';
import type { CorrelationRule } from '#shared/detect/rule.ts';
import { cut } from '#shared/detect/trim-event.ts';
import { toNumber } from '#shared/detect/value-test.ts';
import type { WindowKey } from '#shared/ports/window-store.ts';
import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

/** Longest value of a group-by field that an alert shows; groups are told apart by the whole value. */
const MAX_GROUP_VALUE = 512;

/** The events of one batch that one window has to take in. */
export type Group = {
  key: WindowKey;
  rule: CorrelationRule;
  group: Record<string, string>;
  contributions: Contribution[];
};

/** 66 bits of SHA-256: two of a window's 2,000 entries meet with a chance of about 1 in 10^13. */
const SHORT = 11;
/** 132 bits: names a window among all of a tenant's. */
const LONG = 22;

function digest(text: string, length: number): string {
  return hash('sha256', text, 'base64url').slice(0, length);
}

/**
 * Puts the event into the window of its group. An event that lacks a group-by field, or the field that is summed or
 * counted, takes no part.
 */
export function addToGroup(
  groups: Map<WindowKey, Group>,
  rule: CorrelationRule,
  event: CanonicalEvent,
): void {
  const value = countedValue(rule, event);
  if (value === undefined) return;
  const group: Record<string, string> = {};
  const values: string[] = [];
  for (const field of rule.groupBy) {
    const read = fieldReader(field)(event);
    if (read === undefined) return;
    const text = textOf(read);
    values.push(text);
    group[field] = cut(text, MAX_GROUP_VALUE);
  }
  const key = `${rule.info.id}#${digest(JSON.stringify(values), LONG)}`;
  let found = groups.get(key);
  if (found === undefined) {
    found = { key, rule, group, contributions: [] };
    groups.set(key, found);
  }
  found.contributions.push({
    id: digest(event.event_id, SHORT),
    at: Date.parse(event.timestamp),
    value,
    event,
  });
}

/** Undefined where the event has nothing to count. */
function countedValue(
  { type, field }: CorrelationRule,
  event: CanonicalEvent,
): number | string | null | undefined {
  if (field === null) return null;
  const value = fieldReader(field)(event);
  if (value === undefined) return undefined;
  if (type === 'value_count') return digest(textOf(value), SHORT);
  return Array.isArray(value) ? undefined : (toNumber(value as string | number | boolean) ?? undefined);
}

function textOf(value: AttributeValue): string {
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}
