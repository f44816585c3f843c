import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../../functions/cli/gatehouse.ts';

const ID = '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01';
const rule = `title: Shell
id: ${ID}
name: shell
logsource: { product: windows }
detection:
  selection: { Image|endswith: '\\cmd.exe' }
  condition: selection
`;
const many = `title: Many shells
id: ${ID.replace('c01', 'c02')}
correlation: { type: event_count, rules: shell, group-by: User, timespan: 1m, condition: { gte: 2 } }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-detect-'));
  mkdirSync(join(folder, 'rules', 'windows'), { recursive: true });
  writeFileSync(join(folder, 'rules', 'windows', 'shell.yml'), rule);
  const event = (ts: number, image: string, product = 'windows') =>
    JSON.stringify({ ts, ls: { product: [product] }, ev: { Image: image, User: 'ö' } });
  const lines = [
    event(1e9, 'C:\\cmd.exe'),
    event(1e9, 'C:\\a.exe'),
    'no event',
    event(1e9 + 60, 'D:\\CMD.EXE'),
    event(1e9, '\\cmd.exe', 'linux'),
  ];
  writeFileSync(join(folder, 'events.jsonl'), lines.join('\n'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: string, ...more: string[]): Promise<string[]> {
  const printed: string[] = [];
  await runCommand([...command.split(' '), '--rules', join(folder, 'rules'), ...more], {}, folder, (line) =>
    printed.push(line),
  );
  return printed;
}

async function detect(...more: string[]) {
  const out = join(folder, 'out.jsonl');
  const printed = await run('detect', '--events', join(folder, 'events.jsonl'), '--out', out, ...more);
  const matches = readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return { printed, matches: matches.map((line) => JSON.parse(line)) };
}

test('writes each match with its line and rule, and says what was loaded, refused and not read', async () => {
  writeFileSync(
    join(folder, 'rules', 'bad.yaml'),
    'title: Bad\nlogsource: { product: x }\ndetection: { condition: a }\n',
  );
  const { printed, matches } = await detect();
  expect(matches).toEqual([
    { i: 0, id: ID },
    { i: 3, id: ID },
  ]);
  expect(printed[0]).toMatch(/^4 events in .* events\/s, 2 matches in .*out\.jsonl\.$/);
  expect(printed[1]).toContain('1 lines of');
  expect(printed[1]).toContain('the first of them line 3');
  expect(printed[2]).toBe('1 rules loaded, 1 refused:');
  expect(printed[3]).toContain('bad.yaml:3: detection: There is no selection');
});

test('--raw ignores logsources', async () => {
  expect((await detect('--raw')).matches).toEqual([
    { i: 0, id: ID },
    { i: 3, id: ID },
    { i: 4, id: ID },
  ]);
});

test('correlations fire with their group and count, and not with --state none', async () => {
  writeFileSync(join(folder, 'rules', 'many.yml'), many);
  expect((await detect()).matches).toEqual([
    { i: 3, id: ID.replace('c01', 'c02'), group: { User: 'ö' }, n: 2 },
  ]);
  const { printed, matches } = await detect('--state', 'none');
  expect(matches).toEqual([]);
  expect(printed.at(-1)).toBe('1 correlations were left out (--state none).');
});

test('--pipeline changes the rules', async () => {
  const pipeline = join(folder, 'pipeline.yml');
  writeFileSync(pipeline, 'transformations: [{ type: field_name_mapping, mapping: { Image: Other } }]\n');
  expect((await detect('--pipeline', pipeline)).matches).toEqual([]);
  writeFileSync(pipeline, 'transformations: [{ type: nothing }]\n');
  await expect(detect('--pipeline', pipeline)).rejects.toThrow('pipeline.yml:1: transformations.0.type');
});

test.each([
  [['--state', 'disk'], '--state is none or memory, not "disk"'],
  [['--pipeline', 'nowhere.yml'], 'There is no file nowhere.yml'],
  [['--events', 'nowhere.jsonl'], 'There is no file nowhere.jsonl'],
  [['--rules', 'nowhere'], 'There is no folder nowhere'],
  [['--out', 'no/where/out.jsonl'], 'cannot be written'],
])('%j is refused with a sentence', async (more, sentence) => {
  await expect(detect(...more)).rejects.toThrow(sentence);
});

test('an event that lies across two pieces of the file is one event', async () => {
  const long = JSON.stringify({
    ls: { product: ['windows'] },
    ev: { Pad: 'ä'.repeat(400_000), Image: '\\cmd.exe' },
  });
  writeFileSync(join(folder, 'events.jsonl'), `${long}\n${long}\n${long}\n`);
  expect((await detect()).matches.map(({ i }) => i)).toEqual([0, 1, 2]);
});

test('rules test runs the proofs inside the rules and fails when one does', async () => {
  const proof = (count: number) =>
    `${rule}tests: [{ name: proof, events: [{ event: { Image: '\\cmd.exe' } }], alerts: [{ count: ${count} }] }]\n`;
  writeFileSync(join(folder, 'rules', 'windows', 'shell.yml'), proof(1));
  expect(await run('rules test')).toEqual(['1 tests of 1 rules passed, 0 rules have none.']);
  writeFileSync(join(folder, 'rules', 'windows', 'shell.yml'), proof(2));
  await expect(run('rules test')).rejects.toThrow('1 of 1 tests failed');
});

test('rules lint names what is refused and what is doubtful', async () => {
  writeFileSync(
    join(folder, 'rules', 'doubtful.yml'),
    `${rule.replace('c01', 'c03').replace('name: shell', 'name: other').replace('condition: selection', 'condition: not selection')}`,
  );
  const printed = await run('rules lint').catch((error: Error) => error.message.split('\n'));
  expect(printed.join('\n')).toContain('doubtful.yml:1: tags: It names no ATT&CK tactic or technique');
  expect(printed.join('\n')).toContain('doubtful.yml:1: detection: It is evaluated for every event');
});

test('rules lint knows the fields of events and the tags of ATT&CK, also those of its version 19', async () => {
  const lint = async (tags: string, selection: string) => {
    const text = rule
      .replace("{ Image|endswith: '\\cmd.exe' }", selection)
      .replace('windows }', 'windows, category: process_creation }');
    writeFileSync(join(folder, 'rules', 'windows', 'shell.yml'), `${text}tags: [${tags}]\n`);
    return (await run('rules lint')).slice(0, -1).map((line) => line.replace(/^.*shell\.yml:1: /, ''));
  };
  const good = '{ Image: x, process.name: y, winlog.event_data.Anything: z, Other: null }';
  expect(await lint('attack.stealth, attack.defense-impairment, attack.t1059.003, cve.2026-1', good)).toEqual(
    [],
  );
  expect(await lint('attack.hiding, attack.t9999, attack.g0016', '{ NoSuchField: x }')).toEqual([
    'tags: "attack.hiding" is no ATT&CK tag: write attack.t1110, attack.t1110.001 or a tactic.',
    'tags: "attack.t9999" is no technique of ATT&CK 18.1: look up what it is called now.',
    'detection: No connector’s samples have NoSuchField: the rule may never match here.',
  ]);
});

test('coverage counts techniques and tactics and writes a Navigator layer', async () => {
  const tags = 'tags: [attack.execution, attack.t1059.003, attack.t1059, detection.emerging-threats]\n';
  writeFileSync(join(folder, 'rules', 'windows', 'shell.yml'), rule + tags);
  const layer = join(folder, 'layer.json');
  expect(await run('coverage', '--navigator', layer)).toEqual([
    '     1  execution',
    '1 rules look for 2 techniques and sub-techniques; 0 name none.',
    `The layer is in ${layer}.`,
  ]);
  expect(JSON.parse(readFileSync(layer, 'utf8'))).toMatchObject({
    domain: 'enterprise-attack',
    versions: { attack: '18', layer: '4.5' },
    techniques: [
      { techniqueID: 'T1059', score: 1, comment: 'Shell' },
      { techniqueID: 'T1059.003', score: 1, comment: 'Shell' },
    ],
  });
});

test('--explain adds why: the words of each match, and the lines that a correlation counted', async () => {
  expect((await detect('--explain')).matches[0]).toMatchObject({
    i: 0,
    id: ID,
    explain: {
      selections: ['selection'],
      matches: [{ field: 'Image', how: 'endswith', pattern: '\\cmd.exe', spans: [[2, 10]] }],
    },
  });
  writeFileSync(join(folder, 'rules', 'many.yml'), many);
  expect((await detect('--explain')).matches).toMatchObject([{ i: 3, n: 2, lines: [0, 3] }]);
});
