/**
 * How fast the detection engine is, by CPU time: `npm run bench:detect`. Rules and events are made from a seed, in the
 * shapes of the community's; where its rules lie beside the project (../shared/data), they are measured in addition.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { makeLineDetector } from '#shared/detect/detect-lines.ts';
import type { RulesetData } from '#shared/detect/rule.ts';
import { buildRuleIndex } from '#shared/detect/rule-index.ts';
import { saveRuleset } from '#shared/detect/saved-ruleset.ts';
import { makeEvents, makeRules } from './sigma-shapes.ts';

const SEED = 4;
const EVENTS = 3_000;
const ROUNDS = 5;
const COMMUNITY = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

type Event = {
  ev: Record<string, unknown>;
  ls: { product: string[]; category: string[]; service: string[] };
};
type RuleFile = { path: string; text: string };

function measure(name: string, files: readonly RuleFile[], events: readonly Event[]): void {
  const compiled = compileRuleset(files, { target: 'file' });
  const index = buildRuleIndex(compiled.ruleset.detections);
  let matches = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    matches = 0;
    const start = cpuMs();
    for (const { ev, ls } of events) matches += index.match([ev], ls).length;
    best = Math.min(best, cpuMs() - start);
  }
  const rate = Math.round((events.length / best) * 1_000);
  console.log(
    `${name}: ${rate.toLocaleString('en')} events/s (${((best * 1_000) / events.length).toFixed(1)} us an event), ` +
      `${matches} matches, ${readyIn(compiled.ruleset)}, ${compiled.refused.length} refused`,
  );
}

/** CPU time of all threads, garbage collection included: what others do on the machine counts less than on a clock. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What a fresh process says of loading the saved rules, as a Lambda does. */
function readyIn(ruleset: RulesetData): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const file = join(folder, 'rules.bin');
    writeFileSync(file, saveRuleset(ruleset));
    const script = fileURLToPath(new URL('./ready.ts', import.meta.url));
    const { stdout } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
    const { ready, first, megabytes } = JSON.parse(stdout) as Record<string, number>;
    return `in a fresh process ready in ${ready?.toFixed(0)} ms of CPU time, first event ${first?.toFixed(0)} ms, ${megabytes?.toFixed(0)} MB resident`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function correlate(groups: number): void {
  const rules = `title: Base
name: base
logsource: { product: any }
detection: { selection: { kind: login }, condition: selection }
---
title: Many
correlation: { type: event_count, rules: base, group-by: user, timespan: 5m, condition: { gte: 3 } }
`;
  const { ruleset } = compileRuleset([{ path: 'correlation.yml', text: rules }], { target: 'file' });
  const detector = makeLineDetector({ flat: ruleset, canonical: () => ruleset, raw: true, correlate: true });
  const lines = Array.from({ length: groups * 3 }, (_, i) =>
    JSON.stringify({ ts: 1_700_000_000 + i / 1_000, ev: { kind: 'login', user: `user${i % groups}` } }),
  );
  const begin = cpuMs();
  for (const line of lines) detector.line(line);
  const firings = [...detector.finish()].length;
  const rate = Math.round((lines.length / (cpuMs() - begin)) * 1_000);
  console.log(
    `correlation, ${groups.toLocaleString('en')} groups: ${rate.toLocaleString('en')} events/s with JSON, ${firings.toLocaleString('en')} firings`,
  );
}

for (const count of [100, 1_000, 3_000, 10_000]) {
  measure(`${count.toLocaleString('en')} generated rules`, makeRules(count, SEED), makeEvents(EVENTS, SEED));
}
correlate(100_000);
if (existsSync(COMMUNITY)) {
  const folder = `${COMMUNITY}sigma-community`;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .map((name) => ({ path: name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
  const lines = readFileSync(`${COMMUNITY}telemetry/windows-3000.events.jsonl`, 'utf8').trim().split('\n');
  measure(
    'the community’s rules on real events',
    files,
    lines.map((line) => JSON.parse(line)),
  );
} else console.log('../shared/data is not there: the community’s rules were not measured.');
