import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../../functions/cli/gatehouse.ts';

const ID = '8a1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c01';
const rule = (id: string | null, more = '', selection = '{ f: x }') =>
  `title: Rule\n${id === null ? '' : `id: ${id}\n`}author: Somebody Else\nlicense: DRL-1.1\n${more}logsource: { product: x }\ndetection: { s: ${selection}, condition: s }\n`;

let folder: string;
let to: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-import-'));
  to = join(folder, 'into', 'rules');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

async function run(): Promise<string[]> {
  const printed: string[] = [];
  await runCommand(['rules', 'import', folder, '--to', to], {}, folder, (line) => printed.push(line));
  return printed;
}

test('copies what can be run under its id, with author and licence, and says why the rest is refused', async () => {
  write('a.yml', rule(ID));
  write('b.yml', rule(null));
  write('c.yml', rule(ID.replace('c01', 'c02'), '', '{ f|nonsense: x }'));
  const printed = await run();
  expect(readdirSync(to)).toEqual([`${ID}.yml`]);
  const text = readFileSync(join(to, `${ID}.yml`), 'utf8');
  expect(text).toContain('# Imported from a.yml');
  expect(text).toContain(rule(ID));
  expect(printed.join('\n')).toContain('b.yml:1: id: It has no "id:"');
  expect(printed.join('\n')).toContain('"nonsense" is no Sigma modifier');
  expect(printed.join('\n')).toContain('1 files imported into');
});

test('importing again changes nothing, and a copy of a rule under another name is the same rule', async () => {
  write('a.yml', rule(ID));
  await run();
  rmSync(join(folder, 'a.yml'));
  write('renamed.yml', rule(ID.toUpperCase()));
  write('twin.yml', rule(ID));
  expect((await run()).at(-1)).toMatch(/^0 files imported into .*, 3 were there already, 0 refused\.$/);
  expect(readdirSync(to)).toEqual([`${ID}.yml`]);
});

test('a file of several rules is taken whole or not at all, and one without author is named', async () => {
  write('a.yml', `${rule(ID)}---\n${rule(ID.replace('c01', 'c02'), '', '{ f|x: y }')}`);
  write('b.yml', rule(ID.replace('c01', 'c03')).replace('author: Somebody Else\n', ''));
  const printed = await run();
  expect(readdirSync(to)).toEqual([`${ID.replace('c01', 'c03')}.yml`]);
  expect(printed).toContain('b.yml: names no author.');
});

test('a folder is wanted', async () => {
  await expect(runCommand(['rules', 'import', '--to', to], {}, folder, () => {})).rejects.toThrow('Usage');
});
