import { describe, expect, it } from 'vitest';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const admin = buildClaims('tenant_admin');
const raw = JSON.stringify({ badge: 'bob', site: 'hq', lvl: 'forced', door: { no: 7 }, username: 'eve' });

async function made() {
  const fake = makeTwoTenants();
  const call = (where: string, body?: object) => callApi(fake.ports, where, { as: admin, body });
  const source = { name: 'Doors', source_type: 'network', connector: 'generic' };
  const { body } = await call('POST /api/v1/sources', source);
  const path = `/api/v1/sources/${body.source_id}`;
  const before = JSON.stringify([[...fake.state.sources], fake.state.audit]);
  const untouched = () => JSON.stringify([[...fake.state.sources], fake.state.audit]) === before;
  return { fake, call, path, untouched, preview: (body: object) => call(`POST ${path}/preview`, body) };
}

describe('the form of a source’s settings', () => {
  it('says what its connector may be told, what it is told now, and where a mapping may lead', async () => {
    const { call, path } = await made();
    await call(`PATCH ${path}`, { version: 1, settings: { timezone: 'Asia/Tokyo' } });
    const { status, body } = await call(`GET ${path}/settings`);
    expect([status, body.version, body.values]).toEqual([200, 2, { timezone: 'Asia/Tokyo' }]);
    expect(body.settings.map(({ name }: { name: string }) => name)).toEqual([
      'timezone',
      'observer_name',
      'mapping',
    ]);
    expect(body.mapping.targets).toEqual(expect.arrayContaining(['timestamp', 'source.ip', 'user.name']));
    expect(body.connectors).toContain('fortigate');
  });

  it('is that of another connector where one is named, without a mapping where it takes none', async () => {
    const { fake, path } = await made();
    const ask = (connector: string) =>
      callApi(fake.ports, `GET ${path}/settings`, { as: admin, query: { connector } });
    const { body } = await ask('okta');
    expect([body.connector, body.settings, body.mapping]).toEqual(['okta', [], null]);
    expect((await ask('auto')).body.settings).toHaveLength(2);
    expect((await ask('fax')).status).toBe(400);
  });
});

describe('a preview', () => {
  it('shows what a draft makes of a sample, which row made it, and what is left under the vendor’s names', async () => {
    const { preview, untouched } = await made();
    const mapping = [
      { from: 'badge', to: 'user.id' },
      { from: 'lvl', to: 'severity', values: { forced: 8 }, otherwise: 1 },
    ];
    const { status, body } = await preview({ raw, settings: { mapping } });
    expect([status, body.issues, body.reason]).toEqual([200, [], null]);
    const [event] = body.events;
    expect(event).toMatchObject({ severity: 8, actor: { type: 'user', id: 'eve' } });
    const field = (name: string) => event.fields.find((one: { name: string }) => one.name === name);
    expect(field('user.id')).toEqual({ name: 'user.id', value: 'bob', row: 'mapping badge → user.id' });
    expect(field('user.name')).toEqual({ name: 'user.name', value: 'eve', row: null });
    expect(event.unmapped).toEqual([
      { name: 'site', value: 'hq' },
      { name: 'door.no', value: 7 },
    ]);
    expect(untouched()).toBe(true);
  });

  it('reads by the saved settings where no draft is given', async () => {
    const { call, path, preview } = await made();
    await call(`PATCH ${path}`, {
      version: 1,
      settings: { mapping: [{ from: 'site', to: 'host.name' }] },
    });
    expect((await preview({ raw })).body.events[0].target).toEqual({ type: 'asset', id: 'hq' });
    expect((await preview({ raw, settings: {} })).body.events[0].target.id).toBe('unknown');
    expect((await preview({ raw, connector: 'okta', settings: {} })).body.events[0].source.integration).toBe(
      'okta',
    );
  });

  it('names each row that is wrong and reads nothing then', async () => {
    const { preview } = await made();
    const mapping = [
      { from: 'a', to: 'user.name' },
      { from: 'b', to: 'usr.name' },
    ];
    const { status, body } = await preview({ raw, settings: { mapping } });
    expect([status, body.events]).toEqual([200, []]);
    expect(body.issues).toEqual([
      { path: 'settings.mapping.1.to', message: 'is no canonical key: did you mean user.name?' },
    ]);
    expect((await preview({ settings: { colour: 'red' } })).body.issues[0].path).toBe('settings.colour');
    expect((await preview({ settings: {} })).body).toEqual({ issues: [], reason: null, events: [] });
  });

  it('says why no event can be read, and shows every event of an envelope', async () => {
    const { preview } = await made();
    const mapping = [{ from: 'holder', to: 'user.name', required: true }];
    const refused = await preview({ raw, settings: { mapping } });
    expect(refused.body.reason).toBe('the mapping requires holder, which is not there');
    const records = JSON.stringify({ records: [{ a: 1 }, { a: 2 }] });
    expect((await preview({ raw: records })).body.events).toHaveLength(2);
  });

  it('is for those who administer their own source, and takes no larger sample than it says', async () => {
    const { fake, preview, path } = await made();
    const as = (role: 'soc_analyst' | 'auditor') =>
      callApi(fake.ports, `POST ${path}/preview`, { as: buildClaims(role), body: { raw } });
    expect([(await as('soc_analyst')).status, (await as('auditor')).status]).toEqual([403, 403]);
    for (const where of [
      'POST /api/v1/sources/source-of-globex/preview',
      'GET /api/v1/sources/source-of-globex/settings',
    ]) {
      const body = where.startsWith('POST') ? { raw } : undefined;
      expect((await callApi(fake.ports, where, { as: admin, body })).status).toBe(404);
    }
    expect((await preview({ raw: 'x'.repeat(64_001) })).status).toBe(400);
  });
});
