import { MAX_NAME } from '#shared/connectors/attribute-caps.ts';

/** A dotted name as it was built once: building it again for each event costs more than everything else here. */
export type Name = { text: string; seenIn: number };

/** A path of a table that leads to a place, or through the list there to what `rest` says. */
export type PathEnd = { row: number; rest: readonly string[] };

/** One key at its place in a vendor's objects, with everything that is known about it beforehand. */
export type Place = {
  key: string;
  name: Name;
  /** Whether no key on the way here has a dot in it. */
  straight: boolean;
  ends: readonly PathEnd[] | null;
  /** Paths that stand here as one key, dots and all; they count where the objects say nothing. */
  dotted: readonly PathEnd[] | null;
  children: Map<string, Place>;
  /** What came first in here, and after this one, the last time: most events have their keys in the same order. */
  first: Place | null;
  next: Place | null;
};

/** The places of one vendor's objects, learned from its events; made with the paths of its table. */
export type Places = {
  root: Place;
  names: Map<string, Name>;
  count: number;
  ends: ReadonlyMap<string, readonly PathEnd[]>;
};

/** Places that are remembered; vendors have some thousands, and a source that invents them begins the memory anew. */
const MAX_PLACES = 20_000;

export function newPlaces(paths: readonly string[]): Places {
  const ends = new Map<string, PathEnd[]>();
  const add = (path: string, end: PathEnd): void => void ends.set(path, [...(ends.get(path) ?? []), end]);
  paths.forEach((path, row) => {
    add(path, { row, rest: [] });
    const segments = path.split('.');
    const list = segments.findIndex((segment) => /^\d+$/.test(segment));
    if (list > 0) add(segments.slice(0, list).join('.'), { row, rest: segments.slice(list) });
  });
  return { root: newPlace('', '', true), names: new Map(), count: 0, ends };
}

function newPlace(key: string, text: string, straight: boolean): Place {
  return {
    key,
    name: { text, seenIn: 0 },
    straight,
    ends: null,
    dotted: null,
    children: new Map(),
    first: null,
    next: null,
  };
}

/** The place of a key in another; null for a key that makes no plain name. */
export function placeOf(places: Places, parent: Place, key: string): Place | null {
  return parent.children.get(key) ?? learn(places, parent, key);
}

function learn(places: Places, parent: Place, key: string): Place | null {
  const text = parent === places.root ? key : `${parent.name.text}.${key}`;
  if (text === '' || text.startsWith('.') || text === '__proto__' || text.length > MAX_NAME) return null;
  if (!text.isWellFormed()) return null;
  if (places.count >= MAX_PLACES) {
    places.root = newPlace('', '', true);
    places.names = new Map();
    places.count = 0;
    return null;
  }
  const place = newPlace(key, text, parent.straight && !key.includes('.'));
  place.name = places.names.get(text) ?? place.name;
  places.names.set(text, place.name);
  const ends = places.ends.get(text) ?? null;
  if (place.straight) place.ends = ends;
  else if (parent === places.root) place.dotted = ends?.filter(({ rest }) => rest.length === 0) ?? null;
  parent.children.set(key, place);
  places.count++;
  return place;
}
