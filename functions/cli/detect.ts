import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { defaultPipeline } from '#shared/detect/default-pipeline.ts';
import { makeLineDetector } from '#shared/detect/detect-lines.ts';
import type { Pipeline } from '#shared/detect/pipeline.ts';
import type { RulesetData } from '#shared/detect/rule.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';
import type { Values } from './arguments.ts';
import { CliError } from './cli-error.ts';
import type { LocalCommand, Output } from './command.ts';
import { showProgress } from './progress.ts';
import { readPipelineFile, readRuleFolder } from './rule-folder.ts';

/** Output is written in pieces of this size. */
const PIECE = 1 << 20;

export const detect: LocalCommand = {
  name: 'detect',
  summary: 'Run Sigma rules over a file of events, one JSON object a line',
  usage:
    'gatehouse detect --rules DIR --events FILE --out FILE [--pipeline FILE] [--state none|memory] [--raw] [--explain]',
  options: ['rules', 'events', 'out', 'pipeline', 'state'],
  flags: ['raw', 'explain'],
  required: ['rules', 'events', 'out'],
  async runLocal(values, print) {
    const { rules = '', events = '', out = '', state = 'memory' } = values;
    if (state !== 'none' && state !== 'memory')
      throw new CliError(`--state is none or memory, not "${state}".`);
    if (!existsSync(events))
      throw new CliError(`There is no file ${events}: --events takes a file of JSON lines.`);
    const files = readRuleFolder(rules);
    const pipelines = values.pipeline === undefined ? [] : [readPipelineFile(values.pipeline)];
    const { ruleset, refused } = compileRuleset(files, { target: 'file', pipelines });
    const correlate = state === 'memory';
    const detector = makeLineDetector({
      flat: ruleset,
      canonical: () => canonicalRules(files, pipelines),
      raw: values.raw !== undefined,
      explain: values.explain !== undefined,
      correlate,
    });
    const begin = performance.now();
    await run(detector, events, out);
    const seconds = (performance.now() - begin) / 1_000;
    report(values, print, detector.counts, seconds);
    const loaded = ruleset.detections.length + ruleset.correlations.length;
    print(`${loaded} rules loaded, ${refused.length} refused${refused.length === 0 ? '.' : ':'}`);
    for (const problem of refused) print(`  ${describeProblem(problem)}`);
    if (!correlate && ruleset.correlations.length > 0) {
      print(`${ruleset.correlations.length} correlations were left out (--state none).`);
    }
  },
};

function canonicalRules(
  files: ReturnType<typeof readRuleFolder>,
  pipelines: readonly Pipeline[],
): RulesetData {
  return compileRuleset(files, { target: 'file', pipelines: [...pipelines, defaultPipeline] }).ruleset;
}

async function run(
  detector: ReturnType<typeof makeLineDetector>,
  events: string,
  out: string,
): Promise<void> {
  const file = await open(out, 'w').catch(() => {
    throw new CliError(`${out} cannot be written: --out takes a file in a folder that exists.`);
  });
  try {
    let text = '';
    const put = async (piece: string) => {
      text += piece;
      if (text.length < PIECE) return;
      await file.write(text);
      text = '';
    };
    const progress = showProgress(process.stderr);
    let rest = '';
    for await (const chunk of createReadStream(events, { encoding: 'utf8', highWaterMark: PIECE })) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) text += detector.line(line);
      progress.update(detector.counts.events);
      await put('');
    }
    if (rest !== '') text += detector.line(rest);
    for (const firing of detector.finish()) await put(firing);
    await file.write(text);
    progress.end();
  } finally {
    await file.close();
  }
}

function report(
  { events = '', out = '' }: Values,
  print: Output,
  counts: ReturnType<typeof makeLineDetector>['counts'],
  seconds: number,
): void {
  const rate = Math.round(counts.events / seconds).toLocaleString('en');
  print(
    `${counts.events.toLocaleString('en')} events in ${seconds.toFixed(2)} s: ${rate} events/s, ${counts.matches.toLocaleString('en')} matches in ${out}.`,
  );
  if (counts.unreadable > 0) {
    print(
      `${counts.unreadable} lines of ${events} hold no event, the first of them line ${(counts.firstUnreadable ?? 0) + 1}.`,
    );
  }
  if (counts.untimed > 0) {
    print(`${counts.untimed} matches have no time ("ts", in Unix seconds) and were not correlated.`);
  }
}
