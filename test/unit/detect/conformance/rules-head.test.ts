import { describe, expect, test } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { detectLines } from '../../../support/detect-lines.ts';

const ID = '929a690e-bef0-4204-a928-ef5e620d6fcc';
const rule = (more: string, title = 'Test rule', logsource = '{ category: process_creation }') =>
  `title: ${title}\n${more}logsource: ${logsource}\ndetection: { s: { f: x }, condition: s }\n`;

const compile = (text: string) => compileRuleset([{ path: 'r.yml', text }], { target: 'file' });
const refusal = (text: string) =>
  compile(text).refused.map(({ field, message }) => `${field}: ${message}`)[0];

describe('rules specification, "Components"', () => {
  test('"Title" is mandatory and has at most 256 characters', () => {
    expect(refusal(rule('', "''"))).toContain('title: write a title');
    expect(refusal(rule('', 'x'.repeat(257)))).toContain('title: at most 256');
    expect(refusal(rule('', 'x'.repeat(256)))).toBeUndefined();
  });

  test('"Identification": the id is optional and a UUID, related rules may be named', () => {
    expect(refusal(rule(''))).toBeUndefined();
    expect(refusal(rule(`id: ${ID}\nrelated: [{ id: ${ID}, type: derived }]\n`))).toBeUndefined();
    expect(refusal(rule('id: test\n'))).toContain('id: must be a UUID');
    expect(compile(rule(`id: ${ID.toUpperCase()}\n`)).ruleset.detections[0]?.info.id).toBe(ID);
  });

  test('"Identification" and "Name" are unique', () => {
    expect(refusal(`${rule(`id: ${ID}\n`)}---\n${rule(`id: ${ID}\n`)}`)).toContain('already has the id');
    expect(refusal(`${rule('name: one\n')}---\n${rule('name: one\n')}`)).toContain('already has the name');
  });

  test.each(['stable', 'test', 'experimental', 'deprecated', 'unsupported'])(
    '"Status" can be %s',
    (status) => {
      expect(refusal(rule(`status: ${status}\n`))).toBeUndefined();
    },
  );

  test.each(['informational', 'low', 'medium', 'high', 'critical'])('"Level" can be %s', (level) => {
    expect(compile(rule(`level: ${level}\n`)).ruleset.detections[0]?.info.level).toBe(level);
  });

  test('another status or level is refused', () => {
    expect(refusal(rule('status: new\n'))).toContain('status: must be stable');
    expect(refusal(rule('level: severe\n'))).toContain('level: must be one of');
  });

  test('"Tags": lower-case letters, numerals, underscores and hyphens, with a namespace', () => {
    const tags =
      '[attack.t1110.001, attack.defense-impairment, cve.2026-1, car.2013_05, detection.threat-hunting]';
    expect(refusal(rule(`tags: ${tags}\n`))).toBeUndefined();
    expect(refusal(rule('tags: [attack]\n'))).toContain('tags.0');
    expect(refusal(rule("tags: ['attack t1110']\n"))).toContain('tags.0');
    expect(refusal(rule('tags: attack.t1110\n'))).toContain('must be a list of tags');
  });

  test('all others are optional, and custom fields are allowed', () => {
    const more = [
      'taxonomy: sigma',
      'description: x',
      'license: MIT',
      'author: one, two',
      'references: [https://example.org]',
      'date: 2026-11-22',
      'modified: 2026-11-22',
      'fields: [f]',
      'falsepositives: [none]',
      'scope: [server]',
      'custom: { any: [thing] }',
    ];
    expect(refusal(rule(`${more.join('\n')}\n`))).toBeUndefined();
  });
});

describe('rules specification, "LogSource"', () => {
  const found = (logsource: string, ls: Record<string, string[]>) =>
    detectLines(rule('', 'R', logsource), [{ ls, ev: { f: 'x' } }]).length > 0;
  const full = { category: ['process_creation'], product: ['windows'], service: ['sysmon'] };

  test('is mandatory', () => {
    expect(refusal('title: R\ndetection: { s: { f: x }, condition: s }\n')).toContain('logsource');
    expect(refusal(rule('', 'R', '{ definition: x }'))).toContain('logsource');
  });

  test.each([
    '{ category: process_creation }',
    '{ product: windows }',
    '{ service: sysmon }',
    '{ category: process_creation, product: windows }',
    '{ product: windows, service: sysmon }',
    '{ category: process_creation, product: windows, service: sysmon }',
  ])('category, product and service can be used alone or in any combination: %s', (logsource) => {
    expect(found(logsource, full)).toBe(true);
    expect(found(logsource, { category: ['x'], product: ['y'], service: ['z'] })).toBe(false);
    expect(found(logsource, {})).toBe(false);
  });

  test('every one that is set has to fit', () => {
    expect(found('{ category: process_creation, product: linux }', full)).toBe(false);
    expect(found('{ product: windows, service: security }', full)).toBe(false);
  });

  test('the definition and other elements are not evaluated', () => {
    expect(found('{ product: windows, definition: anything, other: x }', full)).toBe(true);
  });

  test('values are compared without regard to case', () => {
    expect(found('{ product: Windows }', { product: ['WINDOWS'] })).toBe(true);
  });
});

describe('rules specification, "Detection"', () => {
  test.each([
    ['title: R\nlogsource: { product: x }\n', 'either "detection:"'],
    ['title: R\nlogsource: { product: x }\ndetection: [a]\n', 'detection: Write a map'],
    ['title: R\nlogsource: { product: x }\ndetection: { condition: s }\n', 'There is no selection'],
    ['title: R\nlogsource: { product: x }\ndetection: { s: {}, condition: s }\n', 'The selection is empty'],
    ['title: R\nlogsource: { product: x }\ndetection: { s: [], condition: s }\n', 'The selection is empty'],
    ['title: R\nlogsource: { product: x }\ndetection: { s: null, condition: s }\n', 'A selection must be'],
  ])('%j is refused', (text, reason) => {
    expect(refusal(text)).toContain(reason);
  });
});
