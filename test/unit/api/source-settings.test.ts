import { describe, expect, it } from 'vitest';
import { connectors } from '#shared/connectors/connectors.ts';
import {
  assertSettings,
  NO_SETTINGS,
  prepareSettings,
  settingsOf,
} from '#shared/connectors/source-settings.ts';
import { sourceSchema } from '#shared/schema/source.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildSource } from '../../support/builders/source.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const admin = buildClaims('tenant_admin');
const call = (fake: ReturnType<typeof makeTwoTenants>, where: string, body?: object) =>
  callApi(fake.ports, where, { as: admin, body });
const source = { name: 'Edge', source_type: 'firewall', connector: 'fortigate' };

describe('the settings of a source', () => {
  it('are kept with it, audited, and changed with its version', async () => {
    const fake = makeTwoTenants();
    const settings = { timezone: 'Europe/Berlin', observer_name: 'fw-1' };
    const made = await call(fake, 'POST /api/v1/sources', { ...source, settings });
    expect([made.status, made.body.settings]).toEqual([201, settings]);
    const where = `/api/v1/sources/${made.body.source_id}`;
    const changed = await call(fake, `PATCH ${where}`, { version: 1, settings: { timezone: '+02:00' } });
    expect(changed.body).toMatchObject({ version: 2, settings: { timezone: '+02:00' } });
    expect(fake.state.audit.at(-1)).toMatchObject({
      before: { settings },
      after: { settings: { timezone: '+02:00' } },
    });
    expect((await call(fake, `GET ${where}`)).body.settings).toEqual({ timezone: '+02:00' });
  });

  it('are none where none were given, in rows that were stored before there were any too', async () => {
    const made = await call(makeTwoTenants(), 'POST /api/v1/sources', source);
    expect(made.body.settings).toEqual({});
    const { settings: _, ...old } = buildSource();
    expect(sourceSchema.parse(old).settings).toEqual({});
  });

  it('are refused by name where the connector has no such setting or not that value', async () => {
    const fake = makeTwoTenants();
    const bad = await call(fake, 'POST /api/v1/sources', {
      ...source,
      settings: { timezone: 'Berlin time', colour: 'red' },
    });
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
    expect(bad.body.details.issues).toEqual([
      { in: 'body', path: 'settings.timezone', message: expect.stringContaining('Europe/Berlin') },
      { in: 'body', path: 'settings.colour', message: expect.stringContaining('timezone, observer_name') },
    ]);
    expect([fake.state.sources.size, fake.state.audit]).toEqual([makeTwoTenants().state.sources.size, []]);
  });

  it('must fit the connector that a change names, whichever of the two changes', async () => {
    const fake = makeTwoTenants();
    const settings = { timezone: 'Asia/Tokyo' };
    const { body } = await call(fake, 'POST /api/v1/sources', { ...source, settings });
    const where = `PATCH /api/v1/sources/${body.source_id}`;
    const bad = await call(fake, where, { version: 1, connector: 'okta' });
    expect([bad.status, bad.body.details.issues]).toEqual([
      400,
      [{ in: 'body', path: 'settings.timezone', message: 'is no setting of okta, which has none' }],
    ]);
    const good = await call(fake, where, { version: 1, connector: 'okta', settings: {} });
    expect(good.body).toMatchObject({ connector: 'okta', settings: {}, version: 2 });
    expect((await call(fake, where, { version: 2, name: 'Other name' })).status).toBe(200);
  });

  it('are nobody else’s to change or to see', async () => {
    const fake = makeTwoTenants();
    const where = '/api/v1/sources/source-of-globex';
    expect((await call(fake, `PATCH ${where}`, { version: 1, settings: { timezone: 'UTC' } })).status).toBe(
      404,
    );
    expect((await call(fake, `GET ${where}`)).status).toBe(404);
  });

  it('may not be larger than a row can hold', () => {
    const huge = { timezone: 'x'.repeat(70_000) };
    expect(() => assertSettings('fortigate', huge)).toThrow('settings: must be under 64000 characters');
  });
});

describe('a connector’s settings', () => {
  it.each(connectors.map(({ name }) => name))(
    'of %s have a name of their own and an example that passes',
    (name) => {
      const settings = settingsOf(name);
      expect(new Set(settings.map((one) => one.name)).size).toBe(settings.length);
      const example = Object.fromEntries(settings.map((one) => [one.name, one.example]));
      expect(() => assertSettings(name, example)).not.toThrow();
      expect(Object.keys(prepareSettings(name, example).read)).toEqual(Object.keys(example));
    },
  );

  it('that a later release no longer takes are left out of reading', () => {
    expect(prepareSettings('fortigate', { timezone: 'Mars/Olympus', observer_name: 'fw', gone: 1 })).toEqual(
      prepareSettings('fortigate', { observer_name: 'fw' }),
    );
    expect(prepareSettings('no-such-connector', { timezone: 'UTC' })).toBe(NO_SETTINGS);
  });

  it.each([
    [['version', 'srcaddr', 'dstaddr'].map((name) => `$\{${name}}`).join(' '), null],
    ['version srcaddr dstaddr', null],
    ['version srcaddr', 'must hold srcaddr and dstaddr'],
    ['srcaddr dstaddr srcaddr', 'names a field twice'],
    ['srcaddr; dstaddr', 'must be names of fields'],
  ])('for a flow log format %j say what is wrong with it: %j', (flow_log_format, wrong) => {
    const act = () => assertSettings('aws-cloudtrail', { flow_log_format });
    if (wrong === null) expect(act).not.toThrow();
    else expect(act).toThrow(wrong);
  });
});
