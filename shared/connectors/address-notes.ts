import type { AttributeValue } from '#shared/schema/event.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * Names of the attributes that may hold addresses, noted as the values are written: looking through all attributes of
 * an event once more costs more than writing them. Events are read one after the other, so one place is enough; who
 * wrote to another event in between gets no notes and looks itself.
 */
const notes: { of: Attributes | null; names: string[]; complete: boolean } = {
  of: null,
  names: [],
  complete: false,
};

/** From now on these attributes are the ones that are noted. */
export function noteAddressesOf(attributes: Attributes): void {
  notes.of = attributes;
  notes.names = [];
  notes.complete = true;
}

/** To be called with every value that is written, and again with what replaces it. */
export function noteAddress(attributes: Attributes, name: string, value: AttributeValue): void {
  if (notes.of !== attributes) notes.complete = false;
  else if (typeof value === 'string' ? mayBeAddress(value) : typeof value === 'object' && anyOf(value))
    notes.names.push(name);
}

/** The names in the order of writing, some perhaps twice; null where nobody kept them for these attributes. */
export function notedAddresses(attributes: Attributes): readonly string[] | null {
  return notes.of === attributes && notes.complete ? notes.names : null;
}

/** Begins like an IPv4 or IPv6 address and is as long as one with at least seven characters. */
function mayBeAddress(text: string): boolean {
  if (text.length < 7 || text.length > 45) return false;
  for (let i = 0; i < 5; i++) {
    const code = text.charCodeAt(i);
    if (code === 46 || code === 58) return true;
    const isHex = (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);
    if (!isHex) return false;
  }
  return false;
}

function anyOf(items: readonly (string | number | boolean)[]): boolean {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'string' && mayBeAddress(item)) return true;
  }
  return false;
}
