import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import type { PreparedSettings } from '#shared/connectors/source-settings.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import type { EventSchema } from '#shared/schema/event.ts';
import { translate } from '#shared/translate/translate.ts';

export type NormalizeOptions = {
  connector: string;
  settings: PreparedSettings;
  /** The schema of the answers, and their key beside `id`. */
  to: EventSchema;
  receivedAt: Date;
  /** Called with lines and bytes read so far, now and then. */
  onProgress(lines: number, bytes: number): void;
};

export type NormalizeCounts = { lines: number; events: number; failed: number };

/** Stands in the events that the command line makes: they belong to nobody. */
const NOBODY = tenantIdSchema.parse('local');
const PROGRESS_LINES = 1_000;

/** Normalises a file line by line. Holds one line at a time, and waits for the output to take what it got. */
export async function normalizeFile(
  from: string,
  to: string,
  options: NormalizeOptions,
): Promise<NormalizeCounts> {
  const source = from === '-' ? process.stdin : createReadStream(from);
  const sink = to === '-' ? process.stdout : createWriteStream(to);
  try {
    return await normalizeStream(source, sink, options);
  } finally {
    if (sink !== process.stdout) {
      sink.end();
      await finished(sink);
    }
  }
}

async function normalizeStream(
  source: Readable,
  sink: Writable,
  options: NormalizeOptions,
): Promise<NormalizeCounts> {
  const counts: NormalizeCounts = { lines: 0, events: 0, failed: 0 };
  let bytes = 0;
  for await (const line of linesOf(source)) {
    bytes += line.length + 1;
    if (line.trim() === '') continue;
    counts.lines++;
    for (const answer of normalizeLine(line, counts, options))
      if (!sink.write(`${JSON.stringify(answer)}\n`)) await once(sink, 'drain');
    if (counts.lines % PROGRESS_LINES === 0) options.onProgress(counts.lines, bytes);
  }
  options.onProgress(counts.lines, bytes);
  return counts;
}

async function* linesOf(source: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  for await (const chunk of source) {
    const text = decoder.write(chunk as Buffer);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      pieces.push(text.slice(start, end));
      yield pieces.join('').replace(/\r$/, '');
      pieces = [];
      start = end + 1;
    }
    if (start < text.length) pieces.push(text.slice(start));
  }
  const last = pieces.join('') + decoder.end();
  if (last !== '') yield last;
}

type Line = { id: unknown; raw: string; timezone: string | null; receivedAt: string | null };

/** `{"id", "raw", "context"}`, or the line itself as the raw text, with its number as the id. */
export function readLine(line: string, number: number): Line {
  const plain = { id: number, raw: line, timezone: null, receivedAt: null };
  if (!line.trimStart().startsWith('{')) return plain;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line);
  } catch {
    return plain;
  }
  if (typeof value.raw !== 'string') return plain;
  const context = (value.context ?? {}) as Record<string, unknown>;
  const received = typeof context.received_at === 'string' ? Date.parse(context.received_at) : Number.NaN;
  return {
    id: value.id ?? number,
    raw: value.raw,
    timezone: typeof context.timezone === 'string' ? context.timezone : null,
    receivedAt: Number.isNaN(received) ? null : new Date(received).toISOString(),
  };
}

function normalizeLine(
  line: string,
  counts: NormalizeCounts,
  { connector, settings, to, receivedAt }: NormalizeOptions,
): object[] {
  const { id, raw, timezone, receivedAt: own } = readLine(line, counts.lines);
  try {
    const pack = { connector, received_at: own ?? receivedAt.toISOString(), timezone, settings };
    const events = normalizeEvents(NOBODY, pack, { o: 0, raw });
    if (events.length === 0) throw new Error('an envelope without any event');
    counts.events += events.length;
    return events.map((event) => ({ id, [to]: translate(event, to) }));
  } catch (error) {
    counts.failed++;
    return [
      { id, error: error instanceof Error ? error.message.slice(0, 300).toWellFormed() : 'unknown reason' },
    ];
  }
}
