import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { defaultPipeline } from '#shared/detect/default-pipeline.ts';
import { makeLineDetector } from '#shared/detect/detect-lines.ts';
import { describeProblem } from '#shared/detect/rule-problem.ts';

export type LineMatch = { i: number; id: string; group?: Record<string, string>; n?: number };

/** Runs rules over events as `gatehouse detect` does. @throws Error with the reason of the first refusal. */
export function detectLines(
  rules: string,
  events: readonly unknown[],
  { raw = false, correlate = true }: { raw?: boolean; correlate?: boolean } = {},
): LineMatch[] {
  const { ruleset, refused } = compileRuleset([{ path: 'test.yml', text: rules }], { target: 'file' });
  const [problem] = refused;
  if (problem !== undefined) throw new Error(describeProblem(problem));
  const { ruleset: canonical } = compileRuleset([{ path: 'test.yml', text: rules }], {
    target: 'file',
    pipelines: [defaultPipeline],
  });
  const detector = makeLineDetector({ flat: ruleset, canonical: () => canonical, raw, correlate });
  const text = events
    .map((event) => detector.line(typeof event === 'string' ? event : JSON.stringify(event)))
    .join('');
  return `${text}${[...detector.finish()].join('')}`
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Whether a rule with this detection (YAML in one line or more) matches an event with these flat fields. */
export function matchesFields(detection: string, fields: Readonly<Record<string, unknown>>): boolean {
  const indented = detection
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return (
    detectLines(`title: Rule\nlogsource: { product: any }\ndetection:\n${indented}\n`, [{ ev: fields }], {
      raw: true,
    }).length > 0
  );
}
