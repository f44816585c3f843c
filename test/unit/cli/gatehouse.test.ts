import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiRefusal } from '#shared/api/client.ts';
import { CliError } from '../../../functions/cli/cli-error.ts';
import { runCommand, sentenceOf } from '../../../functions/cli/gatehouse.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

async function run(args: string[], env: Record<string, string> = {}): Promise<string> {
  const lines: string[] = [];
  await runCommand(args, { GATEHOUSE_HOME: home, ...env }, home, (line) => lines.push(line));
  return lines.join('\n');
}

const knownCell = () =>
  writeFileSync(
    join(home, 'local.json'),
    JSON.stringify({
      api: 'http://127.0.0.1:9',
      users: [{ email: 'admin@acme.example', password: 'p', tenant_id: 'acme', role: 'tenant_admin' }],
      auth: { endpoint: 'http://127.0.0.1:9', clientId: 'c' },
    }),
  );

describe('gatehouse', () => {
  it.each([[[]], [['help']], [['--help']]])('shows all commands for %j', async (args) => {
    const text = await run(args);
    for (const name of ['token', 'source-token', 'create-tenant', 'list-tenants', 'demo']) {
      expect(text).toContain(`gatehouse ${name}`);
    }
  });

  it.each([
    [
      ['tokn'],
      'There is no command "tokn": use one of token, source-token, create-tenant, list-tenants, demo, detect, rules test, rules lint, rules import, coverage, normalize, explain, replay, help.',
    ],
    [['token'], '--user is missing. Usage: gatehouse token --user EMAIL'],
    [['token', '--usr', 'x'], "Unknown option '--usr'. Usage: gatehouse token --user EMAIL"],
    [['source-token'], '--tenant is missing. Usage: gatehouse source-token --tenant ID [--source NAME]'],
    [['create-tenant', '--code', 'x'], /^--name, --email is missing\. Usage: gatehouse create-tenant/],
    [['list-tenants', 'all'], /^Unexpected argument 'all'.* Usage: gatehouse list-tenants$/],
  ])('ends %j with a sentence that shows what is right', async (args, sentence) => {
    knownCell();
    await expect(run(args)).rejects.toThrow(CliError);
    await expect(run(args)).rejects.toThrow(sentence);
  });

  it('refuses a retention that is no number', async () => {
    knownCell();
    const args = [
      'create-tenant',
      '--code',
      'x1',
      '--name',
      'X',
      '--email',
      'x@x.example',
      '--retention-days',
      'ten',
    ];
    await expect(run(args)).rejects.toThrow('--retention-days must be a whole number, not "ten".');
  });

  it('says to run npm start when no cell is known', async () => {
    await expect(run(['token', '--user', 'admin@acme.example'])).rejects.toThrow(/run npm start first/);
  });

  it('says to run npm start again when the file is not its own', async () => {
    writeFileSync(join(home, 'local.json'), '{}');
    await expect(run(['list-tenants'])).rejects.toThrow(/run npm start again/);
  });

  it('names the users that there are', async () => {
    knownCell();
    const wrong = run(['token', '--user', 'nobody@acme.example']);
    await expect(wrong).rejects.toThrow(
      'There is no user nobody@acme.example here: use one of admin@acme.example.',
    );
  });

  it('wants a token for a cell elsewhere', async () => {
    await expect(run(['list-tenants', '--api', 'https://cell.example'])).rejects.toThrow(
      /Set GATEHOUSE_TOKEN/,
    );
    await expect(run(['list-tenants', '--api', 'cell.example'])).rejects.toThrow(/--api must be an address/);
  });
});

describe('sentenceOf', () => {
  it('says what the API said, with status and code', () => {
    expect(sentenceOf(new ApiRefusal(409, 'code_taken', 'The code is taken.'))).toBe(
      'The code is taken. (409 code_taken)',
    );
  });

  it('asks whether the cell runs when nothing answers', async () => {
    knownCell();
    const gone = await run(['token', '--user', 'admin@acme.example']).catch((error: unknown) =>
      sentenceOf(error),
    );
    expect(gone).toBe('The cell does not answer: is npm start running?');
  });
});
