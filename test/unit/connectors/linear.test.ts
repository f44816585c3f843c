import { describe, expect, test } from 'vitest';
import { connectors } from '#shared/connectors/connectors.ts';
import { scanAuditd } from '#shared/connectors/scan/auditd.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanCsv } from '#shared/connectors/scan/csv.ts';
import { scanEventXml } from '#shared/connectors/scan/event-xml.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { scanLeef } from '#shared/connectors/scan/leef.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { samplesOf } from '../../bench/vary-samples.ts';
import { buildRawPack } from '../../support/builders/pack.ts';

const SMALL = 32 * 1024;
const LARGE = 1024 * 1024;
/** Growth by 32 in the text; what is quadratic grows by 1,024. The room is for the collector and for caps that cut. */
const MOST = 160;
/** Processor time below this says nothing of growth. */
const NOISE_MS = 40;
const TRIES = 3;

const FILLINGS = [
  'a',
  ' ',
  'k=v ',
  'k="v ',
  '\\',
  '"',
  '<Data>',
  '<a b="',
  ',',
  '|',
  '[',
  '{"a":',
  '%',
  '1',
  'Nov 22 05:00:00 h ',
];

type Reader = (text: string) => unknown;

/** Processor time of reading a text, in milliseconds. */
function cost(read: Reader, text: string): number {
  const begin = process.cpuUsage();
  read(text);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000;
}

const filled = (head: string, filling: string, size: number): string =>
  head + filling.repeat(Math.ceil(size / filling.length));

function growth(read: Reader, head: string, filling: string): number {
  const large = cost(read, filled(head, filling, LARGE));
  if (large < NOISE_MS) return 1;
  const small = filled(head, filling, SMALL);
  return large / Math.max(0.5, cost(read, small), cost(read, small));
}

/** What grew too fast every time it was tried: another process may have had the core once. */
function steep(read: Reader, heads: Iterable<string>): string[] {
  const found: string[] = [];
  for (const head of heads)
    for (const filling of FILLINGS) {
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < TRIES && least > MOST; i++) least = Math.min(least, growth(read, head, filling));
      if (least > MOST)
        found.push(`${JSON.stringify(filling)} after ${head.slice(0, 120)}: ${least.toFixed(0)} times`);
    }
  return found;
}

/** Beginnings that lead into each scanner: a line, its first half, and an object with a text at its end. */
function headsOf(name: string): Set<string> {
  const lines = samplesOf(name).map(({ raw }) => raw);
  const json = lines.find((raw) => raw.startsWith('{'));
  const text = lines.find((raw) => !raw.startsWith('{'));
  return new Set([
    ...(text === undefined ? [] : [text, text.slice(0, Math.ceil(text.length / 2))]),
    ...(json === undefined ? [] : [`${json.slice(0, json.lastIndexOf('}'))},"x":"`]),
  ]);
}

const normalizing =
  (connector: string): Reader =>
  (raw) =>
    normalizePack(buildRawPack('acme', { connector, events: [{ o: 0, raw }] }), 1);

const scanners: Readonly<Record<string, readonly [Reader, string]>> = {
  scanSyslog: [scanSyslog, '<14>1 2026-11-22T05:00:00Z h a - - [x@1 a="b'],
  scanCef: [scanCef, 'CEF:0|v|p|1|2|n|5|src=192.0.2.1 msg='],
  scanLeef: [scanLeef, 'LEEF:2.0|v|p|1|2|^|a=b^'],
  scanCsv: [(text) => scanCsv(text), '1,"a'],
  scanKeyValues: [(text) => scanKeyValues(text), 'a=b c="d\\'],
  scanEventXml: [scanEventXml, '<Event><System><EventID>1</EventID></System><EventData>'],
  scanAuditd: [scanAuditd, 'type=EXECVE msg=audit(1795323540.123:1): a0='],
};

describe('the time that reading takes grows with the size of a text, and not with its square', () => {
  test.each(Object.entries(scanners))('%s', { timeout: 120_000 }, (_, [read, head]) => {
    expect(steep(read, ['', head])).toEqual([]);
  });

  test.each([...connectors.map(({ name }) => name)])('connector %s', { timeout: 120_000 }, (name) => {
    expect(steep(normalizing(name), headsOf(name))).toEqual([]);
  });

  test('without a connector named', { timeout: 120_000 }, () => {
    expect(steep(normalizing('auto'), ['', '<14>Nov 22 05:00:00 h a: ', '{"message":"'])).toEqual([]);
  });
});
