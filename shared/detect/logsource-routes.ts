import { ANY_FIELD } from '#shared/detect/atoms.ts';
import { withoutBlanks } from '#shared/detect/event-values.ts';
import { type Lists, listAt } from '#shared/detect/lists.ts';
import type { Logsource } from '#shared/detect/rule.ts';

/** What an event is: it can be of several categories at once. Null where logsources are not looked at. */
export type EventLogsource = {
  product?: readonly string[];
  category?: readonly string[];
  service?: readonly string[];
} | null;

/** What a field's name in an event leads to: the slot of the field, or -1, and whether names of rules go on from it. */
export type NamedSlot = { slot: number; isPath: boolean };

/** The part of the ruleset that events of one logsource can match. */
export type Route = {
  /** By rule: 1 where the rule applies. */
  applies: Uint8Array;
  /** Rules that have to be evaluated for every event. */
  always: readonly number[];
  /** Whether keywords are asked for. */
  keywords: boolean;
  /** The events' names that were met, most of which no rule asks for; `learn` finds out about another one. */
  names: ReadonlyMap<string, NamedSlot>;
  learn(name: string): NamedSlot;
};

/** Different logsources that are remembered; real streams have some hundred. */
const MAX_ROUTES = 1_000;
/** Names of events' fields that are remembered for each. */
const MAX_NAMES = 500;

/** Finds the route of an event's logsource; made once for each. `asked` are each rule's slots, `fields` the fields' names by slot. */
export function makeRoutes(
  logsources: readonly Logsource[],
  rulesWithoutWitness: readonly number[],
  asked: Lists,
  fields: readonly string[],
): (logsource: EventLogsource) => Route {
  const routes = new Map<string, Route>();
  const wanted = logsources.map(({ product, category, service }) =>
    [product, category, service].map((name) => name?.toLowerCase()),
  );

  const make = (given: readonly (readonly string[])[] | null): Route => {
    const applies = Uint8Array.from(wanted, (dimensions) =>
      given === null || dimensions.every((name, i) => name === undefined || given[i]?.includes(name)) ? 1 : 0,
    );
    const slots = new Set<number>();
    for (let rule = 0; rule < applies.length; rule++) {
      if (applies[rule] === 1) for (const slot of listAt(asked, rule)) slots.add(slot);
    }
    return {
      applies,
      always: rulesWithoutWitness.filter((rule) => applies[rule] === 1),
      keywords: slots.has(0),
      ...makeNames(slots, fields),
    };
  };

  return (logsource) => {
    const key = logsource === null ? '' : keyOf(logsource);
    let route = routes.get(key);
    if (route === undefined) {
      if (routes.size >= MAX_ROUTES) routes.clear();
      const { product = [], category = [], service = [] } = logsource ?? {};
      const given = [product, category, service].map((names) =>
        names.map((name) => String(name).toLowerCase()),
      );
      route = make(logsource === null ? null : given);
      routes.set(key, route);
    }
    return route;
  };
}

function makeNames(slots: ReadonlySet<number>, fields: readonly string[]): Pick<Route, 'names' | 'learn'> {
  const byName = new Map<string, number>();
  const paths = new Set<string>();
  for (const slot of slots) {
    const name = fields[slot] ?? ANY_FIELD;
    if (name === ANY_FIELD) continue;
    byName.set(name, slot);
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      paths.add(name.slice(0, dot));
  }
  const names = new Map<string, NamedSlot>();
  const learn = (name: string): NamedSlot => {
    const bare = withoutBlanks(name);
    const found = { slot: byName.get(bare) ?? -1, isPath: paths.has(bare) };
    if (names.size >= MAX_NAMES) names.clear();
    if (name.length <= 128) names.set(name, found);
    return found;
  };
  return { names, learn };
}

function keyOf({ product, category, service }: Exclude<EventLogsource, null>): string {
  return `${joined(product)}\0${joined(category)}\0${joined(service)}\0`;
}

function joined(names: readonly string[] | undefined): string {
  if (names === undefined || names.length === 0) return '';
  return names.length === 1 ? String(names[0]) : names.join('\n');
}
