import { makeCorrelator, type ReadField } from '#shared/detect/correlate.ts';
import { fieldsOf } from '#shared/detect/event-fields.ts';
import { logsourceOf as sourceOf } from '#shared/detect/event-logsource.ts';
import { explainMatch } from '#shared/detect/explain.ts';
import type { EventLogsource } from '#shared/detect/logsource-routes.ts';
import { parseJson } from '#shared/detect/parse-json.ts';
import type { DetectionRule, RulesetData } from '#shared/detect/rule.ts';
import { buildRuleIndex } from '#shared/detect/rule-index.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

export type DetectLinesOptions = {
  /** Rules for events of the form {"ts", "ls", "ev"}, and the same for canonical events. */
  flat: RulesetData;
  canonical: () => RulesetData;
  /** Whether logsources are left out of account. */
  raw: boolean;
  /** Whether correlations run. */
  correlate: boolean;
  /** Whether each match says why: "explain" with what `explainMatch` says, or the "lines" that a correlation counted. */
  explain?: boolean;
};

export type LineDetector = {
  /** The matches of one line, as JSON lines. Lines that hold no event are counted and answer nothing. */
  line(text: string): string;
  /** The firings of correlations, after the last line. */
  finish(): Generator<string>;
  counts: {
    events: number;
    matches: number;
    unreadable: number;
    firstUnreadable: number | null;
    untimed: number;
  };
};

type Fields = Readonly<Record<string, unknown>>;
type Event = { fields: Fields; logsource: EventLogsource; at: number | null; isCanonical: boolean };

/** Runs rules over events, one JSON object a line; what a rule needs to know of time comes from the events. */
export function makeLineDetector({
  flat,
  canonical,
  raw,
  correlate,
  explain = false,
}: DetectLinesOptions): LineDetector {
  const counts: LineDetector['counts'] = {
    events: 0,
    matches: 0,
    unreadable: 0,
    firstUnreadable: null,
    untimed: 0,
  };
  const sets: ReturnType<typeof prepare>[] = [];
  const make = (data: RulesetData) => {
    const set = prepare(data, correlate);
    sets.push(set);
    return set;
  };
  const flatSet = make(flat);
  const canonicalSet = lazily(() => make(canonical()));
  let number = -1;

  return {
    counts,
    line(text) {
      number++;
      const event = readEvent(text, raw);
      if (event === null) {
        if (text.trim() === '') return '';
        counts.unreadable++;
        counts.firstUnreadable ??= number;
        return '';
      }
      counts.events++;
      const { index, rules, correlator } = event.isCanonical ? canonicalSet() : flatSet;
      let found = '';
      for (const at of index.match([event.fields], event.logsource)) {
        const rule = rules[at];
        if (rule === undefined) continue;
        if (rule.alerts) {
          counts.matches++;
          found += explain
            ? explained(number, rule.detection, event.fields)
            : `{"i":${number},"id":${rule.id}}\n`;
        }
        if (!correlator.refersTo(rule.key)) continue;
        if (event.at === null) counts.untimed++;
        else correlator.add(rule.key, event.at, number, readerOf(event.fields));
      }
      return found;
    },
    *finish() {
      for (const { correlator } of sets) {
        for (const { line, id, group, n, lines } of correlator.finish()) {
          counts.matches++;
          yield `${JSON.stringify({ i: line, id, group, n, ...(explain ? { lines: lines() } : {}) })}\n`;
        }
      }
    },
  };
}

/** The rules for one form of events, and what correlates their matches: fields are called as that form calls them. */
function prepare({ detections, correlations }: RulesetData, correlate: boolean) {
  const rules = detections.map((detection) => {
    const { info, key, alerts } = detection;
    return { id: JSON.stringify(info.id), key, alerts, detection };
  });
  const correlator = makeCorrelator(correlate ? correlations : []);
  return { index: buildRuleIndex(detections), rules, correlator };
}

function explained(line: number, rule: DetectionRule, fields: Fields): string {
  return `${JSON.stringify({ i: line, id: rule.info.id, explain: explainMatch(rule, fields) })}\n`;
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function readEvent(text: string, raw: boolean): Event | null {
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    return null;
  }
  if (!isFields(parsed)) return null;
  const { ev, ls, ts } = parsed;
  if (isFields(ev)) {
    // Sixteen digits of a second are all that a number of seconds has: microseconds.
    const at = typeof ts === 'number' && Number.isFinite(ts) ? Math.round(ts * 1e6) / 1e3 : null;
    return { fields: ev, logsource: raw ? null : logsourceOf(ls), at, isCanonical: false };
  }
  if (
    !isFields(parsed.attributes) ||
    !isFields(parsed.source) ||
    !isFields(parsed.actor) ||
    !isFields(parsed.target)
  ) {
    return null;
  }
  const at = Date.parse(String(parsed.timestamp));
  const event = parsed as CanonicalEvent;
  const logsource = raw ? null : sourceOf(event);
  return { fields: fieldsOf(event), logsource, at: Number.isNaN(at) ? null : at, isCanonical: true };
}

function logsourceOf(ls: unknown): EventLogsource {
  if (!isFields(ls)) return {};
  return { product: namesOf(ls.product), category: namesOf(ls.category), service: namesOf(ls.service) };
}

function namesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value : [];
}

function readerOf(fields: Fields): ReadField {
  return (field) => {
    if (Object.hasOwn(fields, field)) return fields[field];
    let value: unknown = fields;
    for (const step of field.split('.')) {
      if (!isFields(value) || !Object.hasOwn(value, step)) return undefined;
      value = value[step];
    }
    return value;
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
