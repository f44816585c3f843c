import type { AttributeValue } from '#shared/schema/event.ts';

/** Turns a canonical value into the schema's; undefined means that it does not fit there and stays unplaced. */
export type Convert = (value: AttributeValue) => unknown;

/**
 * One declared mapping: canonical key (`$…` is a part of the event outside `attributes`), the field it fills (`name[]`
 * adds to a list), how. The first row that fills a field wins; a later equal value counts as placed, another does not.
 * `partly` marks a row that takes only a part of the value: its key is kept among the unplaced ones too.
 */
export type Row = readonly [key: string, field: string, convert?: Convert, partly?: 'partly'];

/** One object of a schema as a table over the canonical event. */
export type Shape = {
  /**
   * Its name in the parent; `name[]` makes it the one entry of a list; '' writes into the parent itself. Of several
   * shapes of one name the first that can be filled stands.
   */
  at: string;
  /** The object is left out, and its keys stay unplaced, unless each set has a field that was filled. */
  needs?: readonly (readonly string[])[];
  rows: readonly Row[];
  parts?: readonly Shape[];
  /** What the schema demands beside the mapped fields. */
  defaults?: Readonly<Record<string, unknown>>;
};

export type Target = Record<string, unknown>;
export type Source = Readonly<Record<string, AttributeValue | undefined>>;

/** Fills an object from an event's attributes and its other parts, and notes which keys found a place. */
export type Fill = (attributes: Source, frame: Source, target: Target, placed: Set<string>) => void;

/** A shape compiled once into a function over an event. */
export function compileShape(shape: Shape): Fill {
  const steps = shape.rows.map(compileRow);
  const parts = (shape.parts ?? []).map(compileShape);
  const { at, needs = [], defaults } = shape;
  const list = at.endsWith('[]');
  const name = list ? at.slice(0, -2) : at;
  return (attributes, frame, parent, placed) => {
    if (name !== '' && parent[name] !== undefined) return;
    const target: Target = name === '' ? parent : {};
    const mine = name === '' && needs.length === 0 ? placed : new Set<string>();
    for (const step of steps) step(attributes, frame, target, mine);
    for (const part of parts) part(attributes, frame, target, mine);
    if (name !== '' && isEmpty(target)) return;
    if (!needs.every((fields) => fields.some((field) => target[field] !== undefined))) return;
    if (mine !== placed) for (const key of mine) placed.add(key);
    if (defaults !== undefined) for (const field of Object.keys(defaults)) target[field] ??= defaults[field];
    if (name !== '') parent[name] = list ? [target] : target;
  };
}

function isEmpty(target: Target): boolean {
  for (const _ in target) return false;
  return true;
}

function compileRow([key, path, convert = text, partly]: Row): Fill {
  const list = path.endsWith('[]');
  const field = list ? path.slice(0, -2) : path;
  const framed = key.startsWith('$');
  return (attributes, frame, target, placed) => {
    const value = framed ? frame[key] : attributes[key];
    if (value === undefined) return;
    const converted = convert(value);
    if (converted === undefined) return;
    if (list) addTo(target, field, converted);
    else if (target[field] === undefined) target[field] = converted;
    else if (target[field] !== converted) return;
    if (partly === undefined) placed.add(key);
  };
}

function addTo(target: Target, field: string, value: unknown): void {
  target[field] ??= [];
  const items = target[field] as unknown[];
  for (const item of Array.isArray(value) ? value : [value])
    if (typeof item === 'object' || !items.includes(item)) items.push(item);
}

/** One value: a scalar, or the only item of a list. */
export function single(value: AttributeValue): string | number | boolean | undefined {
  if (!Array.isArray(value)) return value;
  return value.length === 1 ? value[0] : undefined;
}

/** One value as text; nothing for an empty one. */
export const text: Convert = (value) => {
  const one = single(value);
  return one === undefined || one === '' ? undefined : String(one);
};
