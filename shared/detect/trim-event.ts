import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';

/** What a long value still shows, in turn, until the event fits. */
const LENGTHS = [256, 64, 16];
const MAX_ID = 128;
const MAX_ITEMS = 5;

/**
 * The event within about `maxBytes` of JSON: long attribute values are cut (they end in `…`), then the last attributes
 * left out; the archive has the whole event. An event that fits is returned as it is.
 */
export function trimEvent(event: CanonicalEvent, maxBytes: number): CanonicalEvent {
  if (sizeOf(event) <= maxBytes) return event;
  for (const length of LENGTHS) {
    const shorter = { ...event, attributes: cutAll(event, length) };
    if (sizeOf(shorter) <= maxBytes) return shorter;
  }
  const header: CanonicalEvent = {
    ...event,
    source: { system: cut(event.source.system, MAX_ID), integration: cut(event.source.integration, MAX_ID) },
    actor: { ...event.actor, id: cut(event.actor.id, MAX_ID) },
    target: { ...event.target, id: cut(event.target.id, MAX_ID) },
    attributes: {},
  };
  let room = maxBytes - sizeOf(header);
  const kept = Object.entries(cutAll(event, LENGTHS.at(-1) ?? 0)).filter(([name, value]) => {
    const size = Buffer.byteLength(JSON.stringify([name, value]));
    if (size > room) return false;
    room -= size;
    return true;
  });
  return { ...header, attributes: Object.fromEntries(kept) };
}

function cutAll({ attributes }: CanonicalEvent, length: number): CanonicalEvent['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]): [string, AttributeValue] => [
      name,
      Array.isArray(value)
        ? value.slice(0, MAX_ITEMS).map((item) => cutValue(item, length))
        : cutValue(value, length),
    ]),
  );
}

function cutValue<T extends string | number | boolean>(value: T, length: number): T | string {
  return typeof value === 'string' ? cut(value, length) : value;
}

/** At most `length` characters, the last of them `…` where something is missing. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function sizeOf(event: CanonicalEvent): number {
  return Buffer.byteLength(JSON.stringify(event));
}
