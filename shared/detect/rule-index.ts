import { ANY_FIELD } from '#shared/detect/atoms.ts';
import { MATCH } from '#shared/detect/decision.ts';
import { valuesOfField } from '#shared/detect/event-values.ts';
import type { Expression } from '#shared/detect/expression.ts';
import type { FieldSlot } from '#shared/detect/field-table.ts';
import { type IndexPlan, planIndex } from '#shared/detect/index-plan.ts';
import { makeLateTests } from '#shared/detect/late-tests.ts';
import { type EventLogsource, makeRoutes, type Route } from '#shared/detect/logsource-routes.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import { type LookUp, makeLookUp } from '#shared/detect/value-look-up.ts';
import type { Scalar } from '#shared/detect/value-test.ts';

/** Finds all rules that an event matches. */
export type RuleIndex = {
  /**
   * The numbers of the rules that match, in order. `fields` are one or more objects with the event's fields: flat
   * (`a.b` as a name) or nested.
   */
  match(fields: readonly Readonly<Record<string, unknown>>[], logsource: EventLogsource): number[];
  /** Names of the fields that rules ask for. */
  fields: readonly string[];
};

/**
 * Builds one index over all rules. An event's values are each looked up once, whatever the number of rules; what they
 * hold calls the rules that can match, and only those are evaluated, over answers that are already there.
 */
export function buildRuleIndex(
  rules: readonly { expression: Expression; logsource: Logsource }[],
): RuleIndex {
  return makeRuleIndex(planIndex(rules));
}

/** The index over rules that were planned before. */
export function makeRuleIndex(plan: IndexPlan): RuleIndex {
  const { slots, late, decisions, starts, called } = plan;
  const routeOf = makeRoutes(
    plan.logsources,
    plan.uncalled,
    plan.asked,
    slots.map(({ name }) => name),
  );

  // One event's answers; a number that only grows says which event an answer belongs to.
  let event = 0;
  let route: Route = routeOf(null);
  const holds = new Float64Array(late.slot.length);
  const fails = new Float64Array(late.slot.length);
  const isCandidate = new Float64Array(starts.length);
  const candidates: number[] = [];
  const values: Scalar[][] = slots.map(() => []);
  const touched: number[] = [];
  let source: readonly Readonly<Record<string, unknown>>[] = [];
  const valuesOf = (name: string) =>
    source.flatMap((part) =>
      valuesOfField(part, name).flatMap(({ value }) => (isScalar(value) ? [value] : [])),
    );
  const lookUps = slots.map(makeLookUp);
  const lateTest = makeLateTests(late);
  const { slot: lateSlot, isHinted, hints } = late;

  const call = (atom: number): void => {
    const end = called.starts[atom + 1] as number;
    for (let i = called.starts[atom] as number; i < end; i++) {
      const rule = called.items[i] as number;
      if (route.applies[rule] === 0 || isCandidate[rule] === event) continue;
      isCandidate[rule] = event;
      candidates.push(rule);
    }
  };
  const hold = (atom: number): void => {
    if (holds[atom] === event) return;
    holds[atom] = event;
    call(atom);
  };

  const addValue = (slot: number, value: unknown): void => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return;
    const list = values[slot] as Scalar[];
    if (list.length === 0) touched.push(slot);
    list.push(value);
    const { holding, calling } = (lookUps[slot] as LookUp)(value);
    for (let i = 0; i < holding.length; i++) hold(holding[i] as number);
    for (let i = 0; i < calling.length; i++) call(calling[i] as number);
  };

  const addField = (slot: number, value: unknown): void => {
    const { present, filled } = slots[slot] as FieldSlot;
    if (present !== null) hold(present);
    if (value === null) return;
    if (filled !== null) hold(filled);
    if (Array.isArray(value)) for (const item of value) addValue(slot, item);
    else addValue(slot, value);
  };

  const addFields = (fields: Readonly<Record<string, unknown>>, prefix: string): void => {
    for (const key in fields) {
      const name = prefix === '' ? key : `${prefix}.${key}`;
      // Read for every key: where it is read for some only, V8 bets on their names and starts over at each new one.
      const value = fields[key];
      const { slot, isPath } = route.names.get(name) ?? route.learn(name);
      if (slot >= 0) addField(slot, value);
      if (!isPath) continue;
      for (const item of Array.isArray(value) ? value : [value]) {
        if (typeof item === 'object' && item !== null && !Array.isArray(item)) addFields(item, name);
      }
    }
  };

  const addEverything = (all: readonly unknown[]): void => {
    const waiting = [...all].reverse();
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (typeof value !== 'object' || value === null) addValue(0, value);
      else for (const item of Object.values(value).reverse()) waiting.push(item);
    }
  };

  const isPossible = (atom: number): boolean => {
    if (isHinted[atom] === 0) return true;
    const end = hints.starts[atom + 1] as number;
    for (let i = hints.starts[atom] as number; i < end; i++)
      if (holds[hints.items[i] as number] === event) return true;
    return false;
  };

  const answer = (atom: number): boolean => {
    if (holds[atom] === event) return true;
    const slot = lateSlot[atom] as number;
    if (slot < 0 || fails[atom] === event) return false;
    const result = isPossible(atom) && lateTest(atom, values[slot] as Scalar[], valuesOf);
    if (result) holds[atom] = event;
    else fails[atom] = event;
    return result;
  };

  const evaluate = (rule: number): boolean => {
    let step = starts[rule] as number;
    while (step >= 0) {
      step = (answer(decisions.atom[step] as number) ? decisions.yes[step] : decisions.no[step]) as number;
    }
    return step === MATCH;
  };

  return {
    fields: slots.map(({ name }) => name).filter((name) => name !== ANY_FIELD),
    match(fields, logsource) {
      event++;
      route = routeOf(logsource);
      source = fields;
      candidates.length = 0;
      for (const slot of touched) (values[slot] as Scalar[]).length = 0;
      touched.length = 0;
      for (const part of fields) addFields(part, '');
      if (route.keywords) addEverything(fields);
      for (const rule of route.always) candidates.push(rule);
      return candidates.length === 0 ? [] : candidates.filter(evaluate).sort((one, other) => one - other);
    },
  };
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
