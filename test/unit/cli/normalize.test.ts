import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_SETTINGS } from '#shared/connectors/source-settings.ts';
import type { EventSchema } from '#shared/schema/event.ts';
import { runCommand } from '../../../functions/cli/gatehouse.ts';
import { normalizeFile } from '../../../functions/cli/normalize-file.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-normalize-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const receivedAt = new Date('2026-11-22T05:00:00Z');

async function normalize(lines: readonly string[], connector = 'auto', to: EventSchema = 'canonical') {
  writeFileSync(join(home, 'in'), lines.join('\n'));
  const counts = await normalizeFile(join(home, 'in'), join(home, 'out'), {
    connector,
    settings: NO_SETTINGS,
    to,
    receivedAt,
    onProgress: () => {},
  });
  const text = readFileSync(join(home, 'out'), 'utf8');
  const answers =
    text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
  return { counts, answers };
}

const failed = 'Nov 22 05:58:59 web-1 sshd[1]: Failed password for alice from 203.0.113.7 port 50122 ssh2';

describe('gatehouse normalize', () => {
  test('reads events with an id and a zone, and answers under the same id', async () => {
    const { counts, answers } = await normalize([
      JSON.stringify({ id: 'e-1', raw: failed, context: { timezone: 'Europe/Berlin' } }),
    ]);
    expect(counts).toEqual({ lines: 1, events: 1, failed: 0 });
    expect(answers).toMatchObject([
      {
        id: 'e-1',
        canonical: {
          timestamp: '2026-11-22T04:58:59.000Z',
          attributes: { 'source.ip': '203.0.113.7', 'event.original': failed },
        },
      },
    ]);
  });

  test('reads plain lines, also JSON ones, and numbers them', async () => {
    const { answers } = await normalize([failed, '', '{"user":"bob","action":"login"}\r', 'hello']);
    expect(answers.map((answer) => answer.id)).toEqual([1, 2, 3]);
    expect(answers.map((answer) => answer.canonical?.source.integration)).toEqual([
      'linux',
      'ecs-json',
      undefined,
    ]);
    expect(answers[2].error).toMatch(/neither a JSON object nor a line/);
  });

  test('keeps several lines of one raw together', async () => {
    const raw =
      'type=SYSCALL msg=audit(1795323539.1:7): pid=1 uid=0\ntype=EXECVE msg=audit(1795323539.1:7): argc=1 a0="id"';
    const { answers } = await normalize([JSON.stringify({ id: 7, raw })]);
    expect(answers[0].canonical.attributes['process.command_line']).toBe('id');
  });

  test('answers an envelope with one line for each of its events', async () => {
    const logEvents = [1, 2, 3].map((n) => ({ id: `${n}`, timestamp: 1795323539000 + n, message: failed }));
    const raw = JSON.stringify({ messageType: 'DATA_MESSAGE', owner: '123456789012', logEvents });
    const { counts, answers } = await normalize([JSON.stringify({ id: 'cw', raw })]);
    expect(counts.events).toBe(3);
    expect(new Set(answers.map((answer) => answer.canonical.event_id)).size).toBe(3);
    expect(answers.every((answer) => answer.id === 'cw')).toBe(true);
  });

  test('answers every line once, whatever bytes are in the file', async () => {
    writeFileSync(
      join(home, 'in'),
      Buffer.concat([Buffer.from([0xff, 0x00, 0x0a, 0xc3]), Buffer.from(`\n${failed}`)]),
    );
    const counts = await normalizeFile(join(home, 'in'), join(home, 'out'), {
      connector: 'auto',
      settings: NO_SETTINGS,
      to: 'canonical',
      receivedAt,
      onProgress: () => {},
    });
    expect(counts.events + counts.failed).toBe(counts.lines);
    expect(counts.lines).toBe(3);
  });

  test.each([
    ['ecs', { event: { outcome: 'failure' } }],
    ['ocsf', { class_uid: 3002 }],
    ['udm', { metadata: { event_type: 'USER_LOGIN' } }],
  ] as const)('answers in %s under its name', async (to, expected) => {
    const { answers } = await normalize(
      [JSON.stringify({ id: 7, raw: failed }), '{"id":8,"raw":""}'],
      'auto',
      to,
    );
    expect(answers).toMatchObject([
      { id: 7, [to]: expected },
      { id: 8, error: expect.any(String) },
    ]);
  });

  test('takes the settings of a source from a file, and the zone of a line before theirs', async () => {
    const [settings, from, to] = ['settings', 'in', 'out'].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    const mapping = [{ from: 'badge', to: 'user.name' }];
    writeFileSync(settings, JSON.stringify({ timezone: 'Europe/Berlin', mapping }));
    const raw = JSON.stringify({ badge: 'bob', time: '2026-11-22 05:00:00' });
    const lines = [{ raw }, { raw, context: { timezone: 'Asia/Tokyo' } }];
    writeFileSync(from, lines.map((line) => JSON.stringify(line)).join('\n'));
    const files = ['--settings', settings, '--in', from, '--out', to];
    await runCommand(['normalize', '--connector', 'generic', ...files], {}, home, () => {});
    const events = readFileSync(to, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).canonical);
    expect(events.map(({ actor, timestamp }) => [actor.id, timestamp])).toEqual([
      ['bob', '2026-11-22T04:00:00.000Z'],
      ['bob', '2026-11-21T20:00:00.000Z'],
    ]);
    const shown: string[] = [];
    const explained = ['explain', '--connector', 'generic', '--settings', settings, '--in', from];
    await runCommand(explained, {}, home, (line) => shown.push(line));
    expect(shown.join('\n')).toContain('mapping badge → user.name');
  });

  test.each([
    ['{', "can't be read as JSON"],
    ['[]', 'must hold one JSON object'],
    ['{"timezone":"Mars"}', 'settings.timezone: must be an IANA time zone'],
    ['{"mapping":[]}', 'settings.mapping: is no setting of linux, which has timezone'],
  ])('refuses the settings %j with a sentence', async (text, sentence) => {
    const settings = join(home, 'settings');
    writeFileSync(settings, text);
    const args = ['normalize', '--connector', 'linux', '--settings', settings, '--in', '-', '--out', '-'];
    await expect(runCommand(args, {}, home, () => {})).rejects.toThrow(sentence);
  });

  test('follows the connector that is named', async () => {
    const { answers } = await normalize(['anything at all'], 'generic');
    expect(answers[0].canonical).toMatchObject({
      source: { integration: 'generic' },
      attributes: { 'parse.status': 'partial' },
    });
  });

  test.each([
    [['--in', 'x'], /--out is missing/],
    [['--in', '/no/such/file', '--out', 'y'], /can't be read/],
    [
      ['--in', '-', '--out', '-', '--connector', 'nope'],
      /There is no connector "nope": use one of gatehouse-event,/,
    ],
    [['--in', '-', '--out', '-', '--to', 'xml'], /--to must be one of canonical, ecs, ocsf, udm/],
  ])('ends %j with a sentence', async (args, sentence) => {
    await expect(runCommand(['normalize', ...args], {}, home, () => {})).rejects.toThrow(sentence);
  });
});
