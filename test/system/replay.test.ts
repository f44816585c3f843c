import { expect, inject, test } from 'vitest';
import { archivedEvents } from '../support/archived-events.ts';
import { call, eventually, newSource, unique, userToken } from '../support/cell.ts';

type Counts = { examined: number; replayed: number; already: number; unchanged: number; next: string | null };
type Source = { source_id: string; version: number };

test('a line that no parser could read arrives once after its source got the right connector, however often it is replayed', async () => {
  const admin = await userToken('acme', 'tenant_admin');
  const { sourceId, token } = await newSource('acme', unique('replay'));
  const path = `/api/v1/sources/${sourceId}`;
  const use = async (connector: string): Promise<void> => {
    const { json } = await call({ path, token: admin });
    const { version } = json as Source;
    const answer = await call({ method: 'PATCH', path, token: admin, body: { version, connector } });
    expect(answer.status).toBe(200);
  };
  const health = async () =>
    (await call({ path: `${path}/health`, token: admin })).json as { events: number; failed: number };
  const replay = async (): Promise<Counts> => {
    const sum = { examined: 0, replayed: 0, already: 0, unchanged: 0, next: null as string | null };
    do {
      const body = { source_id: sourceId, cursor: sum.next ?? undefined };
      const answer = await call({ method: 'POST', path: '/api/v1/replays', token: admin, body });
      expect(answer.status).toBe(200);
      const page = answer.json as Counts;
      sum.examined += page.examined;
      sum.replayed += page.replayed;
      sum.already += page.already;
      sum.unchanged += page.unchanged;
      sum.next = page.next;
    } while (sum.next !== null);
    return sum;
  };

  await use('okta');
  const host = unique('host');
  const stamp = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const line = `<38>1 ${stamp} ${host} sshd 4711 - - Failed password for root from 203.0.113.9 port 50022 ssh2`;
  const send = (raw: string) => call({ method: 'POST', path: `/v1/ingest/raw/${sourceId}`, token, raw });
  expect((await send(line)).status).toBeLessThan(300);
  await eventually(async () => (await health()).failed === 1, 'the failure');

  expect(await replay()).toMatchObject({ replayed: 0, unchanged: 1 });

  await use('linux');
  expect(await replay()).toMatchObject({ replayed: 1, already: 0 });
  await eventually(async () => (await health()).events === 1, 'the replayed event');
  expect(await health()).toMatchObject({ events: 1, failed: 0 });

  expect(await replay()).toMatchObject({ replayed: 0, already: 1 });
  // What comes after a replay that adds nothing has passed it in the streams.
  await send(line.replace('root', 'admin'));
  await eventually(async () => (await health()).events === 2, 'the event after it');
  const found = (await archivedEvents(inject('stack'), 'acme')).filter(
    ({ event }) => event.attributes['host.name'] === host,
  );
  expect(found.map(({ event }) => event.attributes['user.name']).sort()).toEqual(['admin', 'root']);
  expect(found.every(({ event }) => event.source.integration === 'linux')).toBe(true);
}, 240_000);
