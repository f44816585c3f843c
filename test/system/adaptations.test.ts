import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { archivedEvents } from '../support/archived-events.ts';
import { call, eventually, newSource, unique, userToken } from '../support/cell.ts';

type Item = {
  adaptation_id: string;
  field: string;
  renamed_from: string | null;
  proposed_key: string | null;
  samples: string[];
  state: string;
  version: number;
};
type Health = { unknown_fields: { field: string; sample: string }[] };

/** How long a function may know a source's settings (`shared/pipeline/remember-settings.ts`), and a second more. */
const SETTINGS_MS = 4_000;

test('a renamed field is noticed, accepted, mapped from then on, replayed on what was kept without doubles, and taken back', async () => {
  const admin = await userToken('acme', 'tenant_admin');
  const { sourceId, token } = await newSource('acme', unique('adapted'));
  const base = `/api/v1/onboarding/datasources/${sourceId}`;
  const read = async <T>(path: string, as = admin) => (await call({ path, token: as })).json as T;
  const act = (path: string, body: object, as = admin) =>
    call({ method: 'POST', path: `${base}/adaptations/${path}`, token: as, body });
  const source = await read<{ version: number }>(`/api/v1/sources/${sourceId}`);
  await call({
    method: 'PATCH',
    path: `/api/v1/sources/${sourceId}`,
    token: admin,
    body: { version: source.version, connector: 'github-audit' },
  });

  const org = unique('org');
  const send = async (fields: object) => {
    const raw = JSON.stringify({
      action: 'org.add_member',
      '@timestamp': Date.now() - 60_000,
      _document_id: randomUUID(),
      actor: 'octocat',
      org,
      ...fields,
    });
    const answer = await call({ method: 'POST', path: `/v1/ingest/raw/${sourceId}`, token, raw });
    expect(answer.status).toBeLessThan(300);
  };
  const counted = async () => (await read<{ events: number }>(`/api/v1/sources/${sourceId}/health`)).events;
  const kept = async () =>
    (await archivedEvents(inject('stack'), 'acme'))
      .map(({ event }) => event)
      .filter(({ attributes }) => attributes.org === org)
      .sort((one, other) => one.timestamp.localeCompare(other.timestamp));
  const addresses = async () => (await kept()).map(({ attributes }) => attributes['source.ip']);
  const items = async (as = admin) => (await read<{ items: Item[] }>(`${base}/adaptations`, as)).items ?? [];
  const item = async (): Promise<Item> => {
    const [only, ...others] = await items();
    if (only === undefined || others.length > 0) throw new Error('there is not one item');
    return only;
  };
  const replay = async () => {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    let changed = 0;
    let cursor: string | undefined;
    do {
      const answer = await act('replay', { from, to, limit: 100, cursor });
      expect(answer.status).toBe(200);
      const page = answer.json as { changed: number; next: string | null };
      changed += page.changed;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return changed;
  };

  await send({ actor_ip: '203.0.113.7' });
  await eventually(async () => (await counted()) === 1, 'the event with the former name');
  await send({ actor_address: '203.0.113.8' });
  await eventually(async () => (await items())[0]?.renamed_from === 'actor_ip', 'the renamed field');
  const found = await item();
  expect(found).toMatchObject({
    field: 'actor_address',
    proposed_key: 'source.ip',
    samples: ['203.0.113.8'],
    state: 'proposed',
    version: 0,
  });
  expect((await read<Health>(`${base}/health`)).unknown_fields).toMatchObject([
    { field: 'actor_address', sample: '203.0.113.8' },
  ]);

  const stranger = await userToken('globex', 'tenant_admin');
  expect((await call({ path: `${base}/adaptations`, token: stranger })).status).toBe(404);
  const accept = `${found.adaptation_id}/accept`;
  expect((await act(accept, { version: 0 }, stranger)).status).toBe(404);
  expect((await act(accept, { version: 0 }, await userToken('acme', 'auditor'))).status).toBe(403);
  expect(await items(await userToken('acme', 'auditor'))).toHaveLength(1);

  expect((await act(accept, { version: 0 })).status).toBe(200);
  expect((await act(accept, { version: 0 })).status).toBe(409);
  expect((await read<Health>(`${base}/health`)).unknown_fields).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, SETTINGS_MS));
  await send({ actor_address: '203.0.113.9' });
  await eventually(async () => (await counted()) === 3, 'the event that is adapted as it comes');
  expect(await addresses()).toEqual(['203.0.113.7', undefined, '203.0.113.9']);

  const before = await kept();
  expect(await replay()).toBe(1);
  expect(await addresses()).toEqual(['203.0.113.7', '203.0.113.8', '203.0.113.9']);
  const after = await kept();
  expect(after.map(({ event_id }) => event_id)).toEqual(before.map(({ event_id }) => event_id));
  expect(after[1]?.attributes).toMatchObject({
    'client.ip': '203.0.113.8',
    'parse.adapted': ['actor_address → source.ip', 'actor_address → client.ip'],
    'parser.version': after[2]?.attributes['parser.version'],
  });
  expect(await replay()).toBe(0);

  expect((await act(`${found.adaptation_id}/undo`, { version: 1 })).status).toBe(200);
  expect(await replay()).toBe(2);
  // What comes after both replays has passed them in the streams.
  await send({ actor_ip: '203.0.113.10' });
  await eventually(async () => (await counted()) === 4, 'the event after the replays');
  expect(await addresses()).toEqual(['203.0.113.7', undefined, undefined, '203.0.113.10']);
  expect((await kept())[1]).toEqual(before[1]);
  expect(await counted()).toBe(4);

  const { items: audited } = await read<{ items: { action: string }[] }>('/api/v1/audit?limit=50');
  const actions = audited.map(({ action }) => action);
  for (const action of ['acceptAdaptation', 'undoAdaptation', 'replayAdaptations'])
    expect(actions).toContain(action);
}, 240_000);
