import type { Logsource } from '#shared/detect/rule.ts';

/** What an event is: it can be of several categories at once. Null where logsources are not looked at. */
export type EventLogsource = {
  product?: readonly string[];
  category?: readonly string[];
  service?: readonly string[];
} | null;

/** The part of the ruleset that events of one logsource can match. */
export type Route = {
  /** By rule: 1 where the rule applies. */
  applies: Uint8Array;
  /** Rules that have to be evaluated for every event. */
  always: readonly number[];
  /** By field: 1 where one of the rules asks for it. */
  fields: Uint8Array;
};

/** Different logsources that are remembered; real streams have some hundred. */
const MAX_ROUTES = 2_000;

/** Finds the route of an event's logsource; made once for each. */
export function makeRoutes(
  logsources: readonly Logsource[],
  rulesWithoutWitness: readonly number[],
  fieldsOf: readonly (readonly number[])[],
  fieldCount: number,
): (logsource: EventLogsource) => Route {
  const routes = new Map<string, Route>();
  const wanted = logsources.map(({ product, category, service }) =>
    [product, category, service].map((name) => name?.toLowerCase()),
  );

  const make = (given: readonly (readonly string[])[] | null): Route => {
    const applies = Uint8Array.from(wanted, (dimensions) =>
      given === null || dimensions.every((name, i) => name === undefined || given[i]?.includes(name)) ? 1 : 0,
    );
    const fields = new Uint8Array(fieldCount);
    for (const [rule, asked] of fieldsOf.entries()) {
      if (applies[rule] === 1) for (const field of asked) fields[field] = 1;
    }
    return { applies, always: rulesWithoutWitness.filter((rule) => applies[rule] === 1), fields };
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

function keyOf({ product, category, service }: Exclude<EventLogsource, null>): string {
  return `${product?.join('\n') ?? ''}\0${category?.join('\n') ?? ''}\0${service?.join('\n') ?? ''}\0`;
}
