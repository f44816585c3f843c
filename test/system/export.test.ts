import { expect, inject, test } from 'vitest';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { archivedEvents } from '../support/archived-events.ts';
import { call, eventually, operatorToken, push, unique } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';

type Listed = { items: Record<string, unknown>[]; next: string | null };

test('a tenant’s archive and export hold the schema that it chose, the canonical events beside it', async () => {
  const token = await operatorToken();
  const code = newCode();
  const path = `/api/v1/tenants/${code}`;
  const { version } = (await createTenant(code)).json as Tenant;
  const body = { version, archive_schema: 'ocsf', export_schema: 'udm' };
  const changed = await call({ method: 'PATCH', path, token, body });
  expect([changed.status, changed.json]).toMatchObject([
    200,
    { archive_schema: 'ocsf', export_schema: 'udm' },
  ]);

  const from = new Date(Date.now() - 60_000).toISOString();
  const pushed = await push(token, failedLogins(unique('exported'), 5, 1), { 'x-tenant-id': code });
  expect(pushed.status).toBe(202);
  const held = async () => {
    const all = await archivedEvents(inject('stack'), code);
    return Map.groupBy(all, ({ key }) => (key.startsWith(`${code}/_ocsf/`) ? 'ocsf' : 'canonical'));
  };
  await eventually(async () => (await held()).get('ocsf')?.length === 5, 'the archive');
  const { canonical = [], ocsf = [] } = Object.fromEntries(await held());
  const ids = canonical.map(({ event }) => event.event_id).sort();
  expect(new Set(ids).size).toBe(5);
  const translated = ocsf.map(
    ({ event }) => event as unknown as { metadata: { uid: string }; class_uid: number },
  );
  expect(translated.map(({ metadata }) => metadata.uid).sort()).toEqual(ids);
  expect(translated.every(({ class_uid }) => class_uid === 3002)).toBe(true);

  const exported: Record<string, unknown>[] = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ from, limit: '2', ...(cursor === '' ? {} : { cursor }) });
    const answer = await call({ path: `${path}/events?${query}`, token });
    expect(answer.status).toBe(200);
    const { items, next } = answer.json as Listed;
    exported.push(...items);
    cursor = next ?? '';
  } while (cursor !== '');
  expect(exported).toHaveLength(5);
  expect(
    exported.every((event) => (event.metadata as { event_type: string }).event_type === 'USER_LOGIN'),
  ).toBe(true);

  const plain = await call({
    path: `${path}/events?${new URLSearchParams({ from, schema: 'canonical' })}`,
    token,
  });
  const events = (plain.json as { items: CanonicalEvent[] }).items;
  expect(events.map(({ event_id }) => event_id).sort()).toEqual(ids);

  const other = newCode();
  await createTenant(other);
  const foreign = await call({
    path: `/api/v1/tenants/${other}/events?${new URLSearchParams({ from })}`,
    token,
  });
  expect(foreign.json).toEqual({ items: [], next: null });
});
