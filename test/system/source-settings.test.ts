import { expect, inject, test } from 'vitest';
import { archivedEvents } from '../support/archived-events.ts';
import { call, eventually, newSource, push, unique, userToken } from '../support/cell.ts';

type Source = { source_id: string; version: number };

/** A source of a tenant, what it is told, and what came of its events. */
async function made(tenant: string) {
  const admin = await userToken(tenant, 'tenant_admin');
  const { sourceId, token } = await newSource(tenant, unique('settings'));
  const path = `/api/v1/sources/${sourceId}`;
  const change = async (body: object) => {
    const { json } = await call({ path, token: admin });
    const { version } = json as Source;
    return call({ method: 'PATCH', path, token: admin, body: { version, ...body } });
  };
  const preview = async (raw: string, settings?: object) => {
    const body = { raw, ...(settings === undefined ? {} : { settings }) };
    return (await call({ method: 'POST', path: `${path}/preview`, token: admin, body })).json as {
      reason: string | null;
      events: unknown[];
    };
  };
  const health = async () =>
    (await call({ path: `${path}/health`, token: admin })).json as { events: number; failed: number };
  const replay = async () => {
    const body = { source_id: sourceId };
    return (await call({ method: 'POST', path: '/api/v1/replays', token: admin, body })).json as {
      replayed: number;
    };
  };
  const archived = async (host: string) =>
    (await archivedEvents(inject('stack'), tenant))
      .map(({ event }) => event)
      .filter(({ attributes }) => attributes['host.name'] === host);
  return { token, sourceId, change, preview, health, replay, archived };
}

test('a zone reaches the events of its own source within seconds, by every way in, and nobody else’s', async () => {
  const [mine, other] = await Promise.all([made('acme'), made('globex')]);
  const host = unique('zone');
  const hour = new Date(Date.now() - 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const event = (who: string) => ({
    '@timestamp': hour,
    'host.name': host,
    'user.name': who,
    action: 'login',
  });
  const utc = `${hour.replace(' ', 'T')}.000Z`;
  const later = new Date(Date.parse(utc) + 3_600_000).toISOString();

  expect((await push(mine.token, [event('before')])).status).toBe(202);
  await eventually(async () => (await mine.health()).events === 1, 'the event before the change');
  expect((await mine.change({ settings: { timezone: '-01:00' } })).status).toBe(200);
  // Longer than settings are remembered (remember-settings.ts).
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  await push(mine.token, [event('after')]);
  const raw = JSON.stringify(event('webhook'));
  await call({ method: 'POST', path: `/v1/ingest/raw/${mine.sourceId}`, token: mine.token, raw });
  const hec = JSON.stringify({ event: event('hec') });
  await call({ method: 'POST', path: '/services/collector/event', token: mine.token, raw: hec });
  await push(other.token, [event('other')]);
  await eventually(async () => (await mine.health()).events === 4, 'the events after the change');
  await eventually(async () => (await other.health()).events === 1, 'the event of the other tenant');

  const times = async (source: typeof mine) =>
    Object.fromEntries(
      (await source.archived(host)).map(({ attributes, timestamp }) => [attributes['user.name'], timestamp]),
    );
  await eventually(async () => Object.keys(await times(mine)).length === 4, 'the archive');
  expect(await times(mine)).toEqual({ before: utc, after: later, webhook: later, hec: later });
  await eventually(async () => Object.keys(await times(other)).length === 1, 'the other archive');
  expect(await times(other)).toEqual({ other: utc });
}, 240_000);

test('what a mapping could not read arrives once after the mapping was mended, by name and with its value', async () => {
  const { change, preview, health, replay, archived, sourceId, token } = await made('acme');
  const host = unique('door');
  const mapping = (from: string) => [
    { from, to: 'user.name', required: true },
    { from: 'site', to: 'host.name' },
    { from: 'lvl', to: 'severity', values: { forced: 8 }, otherwise: 1 },
  ];
  const bad = await change({ connector: 'generic', settings: { mapping: [{ from: 'a', to: 'user.nam' }] } });
  expect([bad.status, JSON.stringify(bad.json)]).toEqual([
    400,
    expect.stringContaining('settings.mapping.0.to: is no canonical key: did you mean user.name?'),
  ]);
  expect((await change({ connector: 'generic', settings: { mapping: mapping('holder') } })).status).toBe(200);
  const sample = JSON.stringify({ badge: 'bob', site: host, lvl: 'forced' });
  expect((await preview(sample)).reason).toBe('the mapping requires holder, which is not there');
  const [tried] = (await preview(sample, { mapping: mapping('badge') })).events;
  expect(tried).toMatchObject({ severity: 8, actor: { type: 'user', id: 'bob' }, unmapped: [] });
  expect(await health()).toMatchObject({ events: 0, failed: 0 });
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  const raw = JSON.stringify({ badge: 'bob', site: host, lvl: 'forced' });
  await call({ method: 'POST', path: `/v1/ingest/raw/${sourceId}`, token, raw });
  await eventually(async () => (await health()).failed === 1, 'the failure');
  expect(await replay()).toMatchObject({ replayed: 0 });

  expect((await change({ settings: { mapping: mapping('badge') } })).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  expect(await replay()).toMatchObject({ replayed: 1 });
  await eventually(async () => (await archived(host)).length === 1, 'the replayed event');
  expect(await health()).toMatchObject({ events: 1, failed: 0 });
  expect(await archived(host)).toMatchObject([
    {
      severity: 8,
      actor: { type: 'user', id: 'bob' },
      attributes: { 'parser.version': expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/) },
    },
  ]);
  expect(await replay()).toMatchObject({ replayed: 0 });
}, 240_000);

test('any other product is connected by its template, and its marked event has what its mapping requires', async () => {
  const token = await userToken('globex', 'tenant_admin');
  const post = (path: string, body: object) => call({ method: 'POST', path, token, body });
  const connected = await post('/api/v1/onboarding/datasources/connect', {
    template_id: 'generic',
    name: unique('doors'),
    settings: { timezone: 'Asia/Tokyo' },
  });
  expect(connected.status).toBe(201);
  const { datasource } = connected.json as { datasource: { source_id: string } };
  const path = `/api/v1/sources/${datasource.source_id}`;
  const source = (await call({ path, token })).json as Source & { settings: object };
  expect(source.settings).toEqual({ timezone: 'Asia/Tokyo' });
  const mapping = [{ from: 'door.badge', to: 'user.name', required: true }];
  const body = { version: source.version, settings: { mapping } };
  expect((await call({ method: 'PATCH', path, token, body })).status).toBe(200);
  // Longer than settings are remembered (remember-settings.ts).
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  const tests = `/api/v1/onboarding/datasources/${datasource.source_id}/test`;
  expect((await post(tests, { mode: 'send' })).status).toBe(202);
  const ended = await eventually(async () => {
    const test = (await call({ path: tests, token })).json as { state: string; reason: string | null };
    return test.state === 'running' ? null : test;
  }, 'the end of the test');
  expect([ended.state, ended.reason]).toEqual(['passed', null]);
  expect((await call({ method: 'DELETE', path, token })).status).toBe(204);
}, 240_000);
