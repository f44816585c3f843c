import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { connectors } from '#shared/connectors/connectors.ts';

export type BenchEvent = { connector: string; raw: string; received_at: string; timezone: string | null };

type Sample = { raw: string; received_at: string; timezone?: string };

/** The samples that stand beside a connector. */
export function samplesOf(name: string): Sample[] {
  const path = fileURLToPath(new URL(`../../shared/connectors/${name}/samples.json`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as Sample[];
}

/** Every connector's samples, repeated to `count` events each, with addresses, ids, counters and seconds that differ. */
export function variedCorpus(count: number): Map<string, BenchEvent[]> {
  return new Map(
    connectors.map(({ name }) => {
      const samples = samplesOf(name);
      const events = Array.from({ length: count }, (_, i) => {
        const { raw, received_at, timezone = null } = samples[i % samples.length] as Sample;
        return { connector: name, raw: vary(raw, i), received_at, timezone };
      });
      return [name, events];
    }),
  );
}

const ADDRESS = /\b((?:192\.0\.2|198\.51\.100|203\.0\.113|10\.\d{1,3}\.\d{1,3}))\.\d{1,3}\b/g;
const LONG_ID = /\b(?=[0-9a-fA-F-]*\d)([0-9a-fA-F-]{10,})([0-9a-fA-F]{6})\b/g;
const SECONDS = /(T\d{2}:\d{2}:)\d{2}/g;

/** The same shape with other values; codes, names and the length stay. */
function vary(raw: string, i: number): string {
  const hex = (i % 0xffffff).toString(16).padStart(6, '0');
  const digits = (i % 1_000_000).toString().padStart(6, '0');
  return raw
    .replace(ADDRESS, (_, net: string) => `${net}.${1 + (i % 250)}`)
    .replace(LONG_ID, (_, head: string, tail: string) => head + (/^[\d-]+$/.test(head + tail) ? digits : hex))
    .replace(SECONDS, (_, head: string) => head + String(i % 60).padStart(2, '0'));
}
