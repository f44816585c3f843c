/**
 * How fast raw text becomes canonical events on one core: `npm run bench:normalize [-- connector … mixed]`. Each connector
 * reads its own samples, repeated with other values, and so does a mix of all of them; beside it, in the same rounds
 * and on the same bytes, bare `JSON.parse` of JSON and a plain split of lines. Ratios survive a noisy machine, rates don't.
 */

import type { TenantId } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { type BenchEvent, variedCorpus } from './vary-samples.ts';

const EVENTS = 1_500;
const ROUNDS = 11;
const TENANT = 'bench' as TenantId;

type Timed = { best: number; median: number };
type Measured = { events: number; bytes: number; ours: Timed; bare: Timed; words: Timed };

/** Milliseconds of processor time, the collector's threads included: what a core had to do, whoever else uses the machine. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const isJson = ({ raw }: BenchEvent): boolean => raw.startsWith('{') || raw.startsWith('[');

/** Milliseconds of one pass over the events as the pipeline reads them; nothing may be lost on the way. */
function normalizeAll(events: readonly BenchEvent[]): number {
  const begin = processorTime();
  let made = 0;
  for (const event of events) made += normalizeEvents(TENANT, event, { o: 0, raw: event.raw }).length;
  const took = processorTime() - begin;
  if (made < events.length) throw new Error(`only ${made} of ${events.length} events came out`);
  return took;
}

/** `JSON.parse` of what is JSON, and lines cut from one text, or into their words. */
function bareAll(events: readonly BenchEvent[], cut: 'lines' | 'words'): number {
  const json = events.filter(isJson).map(({ raw }) => raw);
  const lines = events.filter((event) => !isJson(event)).map(({ raw }) => raw.replaceAll('\n', ' '));
  const text = Buffer.from(lines.join('\n'));
  let kept = 0;
  const begin = processorTime();
  for (const raw of json) kept += typeof parseOrNull(raw) === 'object' ? 1 : 0;
  if (lines.length > 0)
    for (const line of text.toString('utf8').split('\n'))
      kept += cut === 'lines' ? 1 : line.split(' ').length;
  const took = processorTime() - begin;
  if (kept === 0) throw new Error('nothing was read');
  return took;
}

/** Samples that are cut off are no JSON. */
function parseOrNull(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

function timed(times: readonly number[]): Timed {
  const sorted = [...times].sort((a, b) => a - b);
  return { best: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0 };
}

function measure(events: readonly BenchEvent[]): Measured {
  const times: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    times[1].push(bareAll(events, 'lines'));
    times[0].push(normalizeAll(events));
    times[2].push(bareAll(events, 'words'));
  }
  const bytes = events.reduce((sum, { raw }) => sum + Buffer.byteLength(raw), 0);
  const [ours, bare, words] = times.map(timed) as [Timed, Timed, Timed];
  return { events: events.length, bytes, ours, bare, words };
}

function print(name: string, { events, bytes, ours, bare, words }: Measured): void {
  const rate = (ms: number): string => Math.round((events / ms) * 1_000).toLocaleString('en');
  const speed = (ms: number): string => (bytes / 1_000 / ms).toFixed(1);
  const cells = [
    name.padEnd(22),
    (bytes / events).toFixed(0).padStart(6),
    rate(ours.best).padStart(9),
    rate(ours.median).padStart(9),
    speed(ours.best).padStart(7),
    rate(bare.best).padStart(11),
    `${((100 * bare.best) / ours.best).toFixed(0)} %`.padStart(7),
    `${((100 * bare.median) / ours.median).toFixed(0)} %`.padStart(7),
    `${((100 * words.best) / ours.best).toFixed(0)} %`.padStart(8),
  ];
  console.log(cells.join(' '));
}

const wanted = process.argv.slice(2);
const corpus = variedCorpus(EVENTS);
console.log(
  `${'connector'.padEnd(22)}  bytes  events/s    median    MB/s      bare/s of bare  median of words`,
);
const mixed: BenchEvent[] = [];
for (let i = 0; i < EVENTS; i++) for (const events of corpus.values()) mixed.push(events[i] as BenchEvent);
for (const [name, events] of corpus)
  if (wanted.length === 0 || wanted.includes(name)) {
    const json = events.filter(isJson);
    const text = events.filter((event) => !isJson(event));
    if (json.length > 0) print(`${name} (json)`, measure(json));
    if (text.length > 0) print(`${name} (text)`, measure(text));
  }
if (wanted.length === 0 || wanted.includes('mixed')) {
  const named = measure(mixed);
  print('mixed', named);
  print('mixed, JSON of it', measure(mixed.filter(isJson)));
  print('mixed, text of it', measure(mixed.filter((event) => !isJson(event))));
  print('mixed, to be sniffed', measure(mixed.map((event) => ({ ...event, connector: 'auto' }))));
  const { rss } = process.memoryUsage();
  const milliseconds = (named.ours.median / named.bytes) * 1e6;
  console.log(`${milliseconds.toFixed(1)} ms of one core for a megabyte of the mix (median)`);
  console.log(
    `peak memory ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB, ${(rss / 1e6).toFixed(0)} MB at the end`,
  );
}
