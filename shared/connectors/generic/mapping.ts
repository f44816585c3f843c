import { isIP } from 'node:net';
import type { JsonObject } from '#shared/connectors/connector.ts';
import type { Draft } from '#shared/connectors/draft.ts';
import { ECS_CATEGORY, type MappingRow, SPECIAL } from '#shared/connectors/generic/mapping-schema.ts';
import { compileTimeFormat, type ReadTime } from '#shared/connectors/generic/time-format.ts';
import { type Clock, textTime } from '#shared/connectors/scan/resolve-time.ts';
import { compilePath } from '#shared/connectors/table.ts';
import { isTracing, traceRow } from '#shared/connectors/trace.ts';
import { bareAddress, put, splitEndpoint, toNumber } from '#shared/connectors/vocabulary.ts';
import type { EventCategory } from '#shared/schema/event.ts';

/** A tenant's mapping, compiled. */
export type EventMapping = {
  /** Whether an object has a field that this mapping names, and so is the event itself and no wrapper around it. */
  matches(value: JsonObject): boolean;
  /**
   * Writes what the mapping says over what the formats themselves told; what was there but not understood becomes a note.
   * @throws Error when a required field is not there or not understood: the event is then sidelined.
   */
  apply(fields: Fields, draft: Draft, clock: Clock): void;
};

/** The vendor's fields: an object by path, or scanned pairs by name. */
export type Fields = { object: JsonObject } | { pairs: ReadonlyMap<string, string> };

type Step = MappingRow & {
  at: (value: JsonObject) => unknown;
  targets: readonly string[];
  time: ReadTime | null;
};
/** What a value came to: a value to write, or why there is none. */
type Converted = { value: unknown } | { wrong: string };

/** Names that shippers give to what they wrap; no sign of a tenant's own event. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'message',
  'msg',
  'log',
  'event',
  'host',
  'time',
  'timestamp',
  '@timestamp',
]);

export function compileMapping(rows: readonly MappingRow[]): EventMapping {
  const steps = rows.map(
    (row): Step => ({
      ...row,
      at: compilePath(row.from),
      targets: typeof row.to === 'string' ? [row.to] : row.to,
      time: row.format === undefined ? null : compileTimeFormat(row.format),
    }),
  );
  const signs = steps.filter(({ from }) => !WRAPPERS.has(from));
  return {
    matches: (value) => signs.some(({ at }) => at(value) !== undefined),
    apply(fields, draft, clock) {
      const written = new Set<string>();
      for (const step of steps) {
        const found = 'object' in fields ? step.at(fields.object) : fields.pairs.get(step.from);
        if (isTracing()) traceRow(`mapping ${step.from} → ${step.targets.join(', ')}`);
        const wrong = applyStep(step, found, draft, clock, written);
        if (wrong === null) continue;
        if (step.required) throw new Error(`the mapping requires ${step.from}, which ${wrong}`);
        if (found !== undefined && found !== null && found !== '') draft.notes.push(`${step.from} ${wrong}`);
      }
      if (isTracing()) traceRow(null);
    },
  };
}

/** Null, or what is wrong with the field. The first row that fills a target wins. */
function applyStep(
  step: Step,
  found: unknown,
  draft: Draft,
  clock: Clock,
  written: Set<string>,
): string | null {
  if (found === undefined || found === null || found === '') return 'is not there';
  for (const target of step.targets) {
    if (written.has(target)) continue;
    const converted = convert(step, target, found, clock);
    if ('wrong' in converted) return converted.wrong;
    write(target, converted.value, draft);
    written.add(target);
  }
  return null;
}

function convert(step: Step, target: string, found: unknown, clock: Clock): Converted {
  const text = typeof found === 'object' ? null : String(found);
  if (target === SPECIAL.timestamp) return timeOf(step, found, text, clock);
  let value = found;
  if (step.values !== undefined) {
    const mapped = text !== null && Object.hasOwn(step.values, text) ? step.values[text] : step.otherwise;
    if (mapped === undefined && step.as === undefined && !isSpecial(target)) return { value: found };
    if (mapped === undefined) return { wrong: 'has a value that the mapping does not list' };
    value = mapped;
  }
  if (target === SPECIAL.severity) {
    const number = toNumber(value);
    if (number === null) return { wrong: 'is no number' };
    return { value: Math.min(10, Math.max(0, Math.round(number))) };
  }
  return typed(step.as, value);
}

function typed(as: MappingRow['as'], value: unknown): Converted {
  if (as === undefined || as === 'text') return { value };
  if (as === 'ip') {
    const texts = (Array.isArray(value) ? value : [value]).map((one) =>
      bareAddress(splitEndpoint(String(one)).ip),
    );
    return texts.length > 0 && texts.every((text) => isIP(text) !== 0)
      ? { value: Array.isArray(value) ? texts : texts[0] }
      : { wrong: 'is no IP address' };
  }
  const number = toNumber(typeof value === 'string' ? value.trim() : value);
  if (number === null) return { wrong: 'is no number' };
  if (as === 'port' && !(Number.isInteger(number) && number >= 0 && number <= 65_535))
    return { wrong: 'is no port' };
  return { value: number };
}

function timeOf(step: Step, found: unknown, text: string | null, clock: Clock): Converted {
  if (text === null) return { wrong: 'is no time' };
  if (step.time !== null) {
    const time = step.time(text, clock);
    return time === null ? { wrong: `is no time of the form ${step.format}` } : { value: time };
  }
  return { value: typeof found === 'string' ? (textTime(found, clock) ?? found) : found };
}

const isSpecial = (target: string): boolean => Object.values<string>(SPECIAL).includes(target);

function write(target: string, value: unknown, draft: Draft): void {
  if (target === SPECIAL.timestamp) draft.time = value;
  else if (target === SPECIAL.severity) draft.severity = value as number;
  else if (target === SPECIAL.category) {
    draft.category = value as EventCategory;
    draft.attributes['event.category'] = [ECS_CATEGORY[draft.category]];
    draft.attributes['event.type'] = ['info'];
  } else {
    if (target === 'event.id') draft.vendorId = String(value);
    const before = draft.attributes[target];
    delete draft.attributes[target];
    put(draft.attributes, target, value);
    if (draft.attributes[target] === undefined && before !== undefined) draft.attributes[target] = before;
  }
}
