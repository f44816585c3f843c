import { noteAddressesOf } from '#shared/connectors/address-notes.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

/** One thing that was found out on the way, before any field was written. */
export type TraceStep = { what: 'envelope' | 'connector' | 'scanner'; text: string };

/** How an event came to be. */
export type Trace = {
  steps: TraceStep[];
  /** What wrote each field last: a row of a table, or a place in the code. */
  origins: Map<string, string>;
  /** The row that wrote each field last, of those that a row wrote. */
  rows: Map<string, string>;
  /** The row that is being written. */
  row: string | null;
};

/** Off but for `gatehouse explain`: what is fast stays so. */
const tracing: { current: Trace | null } = { current: null };

/** Runs something that reads events, and tells how it did. Not for code that waits in between. */
export function traced<T>(run: () => T): { result: T; trace: Trace } {
  const trace: Trace = { steps: [], origins: new Map(), rows: new Map(), row: null };
  tracing.current = trace;
  try {
    return { result: run(), trace };
  } finally {
    tracing.current = null;
  }
}

export function isTracing(): boolean {
  return tracing.current !== null;
}

export function traceStep(what: TraceStep['what'], text: string): void {
  tracing.current?.steps.push({ what, text });
}

/** Names the row whose fields are written next; null for none. */
export function traceRow(row: string | null): void {
  if (tracing.current !== null) tracing.current.row = row;
}

/** Where an event's fields are collected; under a trace, each write leaves its origin. */
export function newAttributes(): Record<string, AttributeValue> {
  const plain: Record<string, AttributeValue> = Object.create(null);
  const trace = tracing.current;
  const attributes = trace === null ? plain : tracedAttributes(plain, trace);
  noteAddressesOf(attributes);
  return attributes;
}

function tracedAttributes(
  plain: Record<string, AttributeValue>,
  trace: Trace,
): Record<string, AttributeValue> {
  return new Proxy(plain, {
    set(target, key, value: AttributeValue) {
      if (typeof key === 'string') {
        trace.origins.set(key, originOf(trace));
        if (trace.row === null) trace.rows.delete(key);
        else trace.rows.set(key, trace.row);
        target[key] = value;
      }
      return true;
    },
  });
}

/** Files whose code writes for others: who called them is what made the field. */
const MACHINERY = /\/connectors\/(trace|vocabulary|table|named-rows)\.ts|\bapplyKind\b|\bputCaptures\b/;
const FRAME = /at (?:(\S+) )?\(?(?:file:\/\/)?[^)]*?\/((?:shared|functions)\/[^):]+):(\d+):\d+/;

/** The calls that led here: deeper than the ten that an error keeps, since what writes for others stands between. */
function stackOf(): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack = '' } = new Error('where');
  Error.stackTraceLimit = before;
  return stack;
}

function originOf({ row }: Trace): string {
  const lines = stackOf().split('\n').slice(1);
  const line = lines.find((one) => FRAME.test(one) && !MACHINERY.test(one));
  const [, name, file, number] = FRAME.exec(line ?? '') ?? [];
  const place = file === undefined ? 'unknown' : `${file}:${number}${name === undefined ? '' : ` ${name}`}`;
  if (row === null) return place;
  return place.includes('/json-connector.ts') ? `table row ${row}` : `table row ${row}, ${place}`;
}
