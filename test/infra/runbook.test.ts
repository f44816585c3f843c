import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { property, root, synthesize } from './synthesized.ts';

const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
const sections = runbook
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [heading = '', ...rest] = section.split('\n');
    return { heading: heading.trim(), text: rest.join('\n') };
  });

it('has one heading for each alarm, and no other', () => {
  const { ofType } = synthesize('prod', 'eu-west-1');
  const alarms = ofType('AWS::CloudWatch::Alarm').map((alarm) => String(property(alarm, 'AlarmName')));
  expect(alarms.length).toBeGreaterThan(20);
  const names = alarms.map((name) => name.replace(/^gatehouse-prod-/, ''));
  expect(sections.map(({ heading }) => heading).sort()).toEqual(names.sort());
});

it.each(sections)('says what $heading means, how to check it and what to do', ({ text }) => {
  for (const part of ['**Means:**', '**Check:**', '**Do:**']) expect(text).toContain(part);
});
