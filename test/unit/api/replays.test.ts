import { describe, expect, test } from 'vitest';
import { parserVersion } from '#shared/connectors/connectors.ts';
import { prepareSettings } from '#shared/connectors/source-settings.ts';
import { type FailedRecord, REFUSED_AT_THE_DOOR } from '#shared/ports/archive.ts';
import type { Source } from '#shared/schema/source.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildSource } from '../../support/builders/source.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const admin = buildClaims('tenant_admin');
const WHERE = 'POST /api/v1/replays';

function failed(id: string, given: Partial<FailedRecord> = {}): FailedRecord {
  return {
    failure_id: id,
    source_id: 'source-of-acme',
    received_at: '2026-11-22T08:30:00.000Z',
    reason: 'the event could not be read: Not a line',
    parser: { name: 'okta', version: '1.0.0' },
    o: 0,
    raw: 'Nov 22 08:29:59 web-1 sshd[1]: session closed',
    ...given,
  };
}

function withFailures(...records: FailedRecord[]) {
  const fake = makeTwoTenants();
  const put = (connector: string) => {
    const source = buildSource('acme', { source_id: 'source-of-acme', connector });
    fake.state.sources.set('acme#source-of-acme', source);
  };
  put('linux');
  for (const record of records) fake.state.failures.set(`acme#${record.failure_id}`, record);
  const replay = async (body: unknown = {}) => callApi(fake.ports, WHERE, { as: admin, body });
  return { ...fake, put, replay };
}

describe('a replay of sidelined records', () => {
  test('sends each that another parser reads now alone in its pack, as it was received, and says so in the audit trail', async () => {
    const { state, replay } = withFailures(failed('f1', { o: 2 }), failed('f2'));
    expect((await replay()).body).toEqual({ examined: 2, replayed: 2, already: 0, unchanged: 0, next: null });
    expect(state.sent).toHaveLength(2);
    expect(state.sent[0]).toMatchObject({
      tenantId: 'acme',
      pack: {
        tenant_id: 'acme',
        source_id: 'source-of-acme',
        connector: 'linux',
        received_at: '2026-11-22T08:30:00.000Z',
        events: [{ o: 2, raw: failed('f1').raw }],
      },
    });
    expect(state.audit).toMatchObject([
      { tenant_id: 'acme', action: 'replayFailures', after: { replayed: 2 } },
    ]);
  });

  test('done again sends nothing', async () => {
    const { state, replay } = withFailures(failed('f1'));
    await replay();
    expect((await replay()).body).toMatchObject({ examined: 1, replayed: 0, already: 1 });
    expect(state.sent).toHaveLength(1);
    expect(state.audit).toHaveLength(1);
  });

  test('that was cut off before it sent goes on with the same packs', async () => {
    const { ports, state, replay } = withFailures(failed('f1'));
    const { streams } = ports;
    ports.streams = { ...streams, putRaw: () => Promise.reject(new Error('cut off')) };
    expect((await replay()).status).toBe(500);
    ports.streams = streams;
    expect((await replay()).body).toMatchObject({ replayed: 1 });
    const [first] = state.sent;
    state.replays.clear();
    await replay();
    expect(state.sent[1]).toEqual(first);
  });

  test('leaves what the same version of the same parser could not read', async () => {
    const version = parserVersion('linux');
    const { state, replay, put } = withFailures(failed('f1', { parser: { name: 'linux', version } }));
    expect((await replay()).body).toMatchObject({ replayed: 0, unchanged: 1 });
    put('auto');
    expect((await replay()).body).toMatchObject({ replayed: 1 });
    expect(state.sent.map(({ pack }) => pack.connector)).toEqual(['auto']);
  });

  test('leaves what no parser ever saw, since another parser changes nothing about it', async () => {
    const { state, replay } = withFailures(failed('f1', { parser: REFUSED_AT_THE_DOOR }));
    expect((await replay()).body).toMatchObject({ replayed: 0, unchanged: 1 });
    expect(state.sent).toEqual([]);
  });

  test('reads what had no connector again once any connector has another version', async () => {
    const { replay, put } = withFailures(
      failed('old', { parser: { name: 'auto', version: 'family-0' } }),
      failed('new', { parser: { name: 'auto', version: parserVersion('auto') } }),
    );
    put('auto');
    expect((await replay()).body).toMatchObject({ replayed: 1, unchanged: 1 });
  });

  test('gives records of a source that is gone to the parser that they had', async () => {
    const { state, replay } = withFailures(
      failed('f1', { source_id: 'gone', parser: { name: 'linux', version: '0.9.0' } }),
    );
    expect((await replay()).body).toMatchObject({ replayed: 1 });
    expect(state.sent[0]?.pack).toMatchObject({ source_id: 'gone', connector: 'linux' });
  });

  test.each([
    ['source_id', { source_id: 'other' }],
    ['reason', { reason: 'SCHEMA' }],
    ['parser_name', { parser_name: 'm365' }],
    ['parser_version', { parser_version: '0.1.0' }],
    ['from', { from: '2026-11-22T08:40:00Z' }],
    ['to', { to: '2026-11-22T08:20:00Z' }],
  ])('is held to its %s', async (_, filter) => {
    const other = failed('other', {
      source_id: 'other',
      reason: 'the event could not be read: its schema',
      parser: { name: 'm365', version: '0.1.0' },
      received_at: 'from' in filter ? '2026-11-22T08:50:00.000Z' : '2026-11-22T08:10:00.000Z',
    });
    const { state, replay } = withFailures(failed('f1'), other);
    expect((await replay(filter)).body).toMatchObject({ replayed: 1 });
    expect(state.sent[0]?.pack.source_id).toBe('other');
  });

  test('is bounded, and goes on from its cursor', async () => {
    const { state, replay } = withFailures(...Array.from({ length: 5 }, (_, i) => failed(`f${i}`)));
    let cursor: string | undefined;
    const examined: number[] = [];
    do {
      const { body } = await replay({ limit: 2, cursor });
      examined.push(body.examined);
      cursor = body.next ?? undefined;
    } while (cursor !== undefined);
    expect(examined).toEqual([2, 2, 1]);
    expect(state.sent).toHaveLength(5);
  });

  test('takes no cursor of another filter', async () => {
    const { replay } = withFailures(failed('f1'), failed('f2'));
    const { body } = await replay({ limit: 1 });
    expect((await replay({ limit: 1, cursor: body.next, reason: 'line' })).status).toBe(400);
  });
});

describe('a replay after the settings of a source changed', () => {
  test('sends what failed under the former ones, in a pack of another id each time, and nothing twice', async () => {
    const { ports, state } = withFailures();
    const use = (settings: Source['settings']) =>
      state.sources.set(
        'acme#source-of-acme',
        buildSource('acme', { source_id: 'source-of-acme', connector: 'fortigate', settings }),
      );
    const failedUnder = (id: string, settings: Source['settings']) => {
      const version = parserVersion('fortigate') + prepareSettings('fortigate', settings).mark;
      state.failures.set(`acme#${id}`, failed(id, { parser: { name: 'fortigate', version } }));
    };
    const replay = async () => (await callApi(ports, WHERE, { as: admin, body: {} })).body;
    failedUnder('f1', { timezone: 'UTC' });
    use({ timezone: 'UTC' });
    expect(await replay()).toMatchObject({ replayed: 0, unchanged: 1 });
    use({ timezone: 'Europe/Berlin' });
    expect(await replay()).toMatchObject({ replayed: 1, unchanged: 0 });
    expect(await replay()).toMatchObject({ replayed: 0, already: 1 });
    use({});
    failedUnder('f2', { timezone: 'Europe/Berlin' });
    expect(await replay()).toMatchObject({ replayed: 1, already: 1 });
    expect(new Set(state.sent.map(({ pack }) => pack.pack_id)).size).toBe(2);
  });
});

describe('a replay and other tenants', () => {
  test("never sees another tenant's records, whoever asks", async () => {
    const { ports, state } = withFailures(failed('f1'));
    state.failures.set('beta#f9', failed('f9', { source_id: 'source-of-beta' }));
    const operator = buildClaims('platform_admin');
    const asBeta = await callApi(ports, WHERE, {
      as: operator,
      headers: { 'x-tenant-id': 'beta' },
      body: {},
    });
    expect(asBeta.body).toMatchObject({ examined: 1, replayed: 1 });
    expect(state.sent.map(({ tenantId, pack }) => [tenantId, pack.source_id])).toEqual([
      ['beta', 'source-of-beta'],
    ]);
    const own = await callApi(ports, WHERE, { as: admin, body: {} });
    expect(own.body).toMatchObject({ examined: 1 });
    expect(state.sent).toHaveLength(2);
  });

  test('is refused when it names another tenant, and to those who only read', async () => {
    const { ports, state } = withFailures(failed('f1'));
    const other = await callApi(ports, WHERE, { as: admin, headers: { 'x-tenant-id': 'beta' }, body: {} });
    expect([other.status, other.body.code]).toEqual([403, 'tenant_mismatch']);
    for (const role of ['soc_analyst', 'auditor'] as const)
      expect((await callApi(ports, WHERE, { as: buildClaims(role), body: {} })).status).toBe(403);
    expect(state.sent).toEqual([]);
  });
});
