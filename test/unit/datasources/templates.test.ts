import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { connectorNamed } from '#shared/connectors/connectors.ts';
import { instructionsFor } from '#shared/datasources/instructions.ts';
import { formOf, readSettings } from '#shared/datasources/settings.ts';
import { snippetsOf } from '#shared/datasources/snippets-of.ts';
import { connectorTypeSchema, isPulled } from '#shared/datasources/template.ts';
import { templateNamed, templates } from '#shared/datasources/templates.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { sourceTypeSchema } from '#shared/schema/source.ts';

const acme = tenantIdSchema.parse('acme');
const target = {
  tenantId: acme,
  cellAccount: '111122223333',
  url: 'https://siem.example.com',
  sourceId: 'source-7',
  token: 'ghs_T0KEN',
};

describe('the templates', () => {
  it('are the files of their folder, each under its own id', () => {
    const files = readdirSync(new URL('../../../shared/datasources/templates', import.meta.url));
    expect(templates.map(({ template_id }) => `${template_id}.ts`).sort()).toEqual(files.sort());
  });

  it('use every connector type and every source type', () => {
    const used = (key: 'connector_type' | 'source_type') => new Set(templates.map((one) => one[key]));
    expect([...used('connector_type')].sort()).toEqual([...connectorTypeSchema.options].sort());
    expect([...used('source_type')].sort()).toEqual([...sourceTypeSchema.options].sort());
  });

  it('are found by their id, and only by it', () => {
    expect(templateNamed('okta')?.name).toBe('Okta');
    expect([templateNamed('fax'), templateNamed(undefined), templateNamed(null)]).toEqual([null, null, null]);
  });
});

describe.each(templates.map((template) => [template.template_id, template] as const))('%s', (_, template) => {
  it('names a connector of this release, and draws itself inside its square', () => {
    expect(connectorNamed(template.connector)?.name).toBe(template.connector);
    expect(template.icon).toMatch(/^M[\dMLHVAZCmlhvazc\s.,-]+$/);
    expect(template.settings.every(({ label, help }) => label !== '' && help.endsWith('.'))).toBe(true);
  });

  it('has a text for each of its shippers, with the tenant’s own values', () => {
    const texts = snippetsOf(template, target);
    expect(texts.map(({ shipper }) => shipper)).toEqual(template.shippers);
    expect(texts.length > 0).toBe(!isPulled(template.connector_type));
    for (const { text } of texts) expect(text).toContain('siem.example.com');
  });

  it('fills its instructions in, and leaves no mark', () => {
    const settings = Object.fromEntries(template.settings.map(({ name }) => [name, `value-of-${name}`]));
    const text = instructionsFor(template.instructions, { ...target, settings });
    expect(text).not.toMatch(/\{\{|<setting/);
    if (!isPulled(template.connector_type)) expect(text).toContain('siem.example.com');
  });

  it('asks for nothing twice, whether the template or its connector asks', () => {
    const names = formOf(template).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('never puts a secret into its instructions', () => {
    for (const { name, kind } of template.settings) {
      if (kind === 'secret') expect(template.instructions).not.toContain(`{{setting.${name}}}`);
    }
  });

  it('writes a probe that its connector reads in full, the same however late it comes', () => {
    const raw = template.probe('gatehouse-validation-1a2b', new Date('2026-11-22T10:00:00.123Z'));
    const read = (received_at: string) =>
      normalizeEvents(acme, { connector: template.connector, received_at }, { raw, o: 0 });
    const [event, ...others] = read('2026-11-22T10:00:05.000Z');
    expect(others).toEqual([]);
    expect(event?.source.integration).toBe(template.connector);
    expect(event?.attributes['parse.status']).toBe('full');
    expect(event?.timestamp.slice(0, 19)).toBe('2026-11-22T10:00:00');
    expect(read('2026-11-22T10:09:00.000Z')[0]?.event_id).toBe(event?.event_id);
    const names = [event?.attributes['related.user'], event?.attributes['related.hosts']].flat();
    expect(names.some((name) => String(name).startsWith('gatehouse-validation-1a2b'))).toBe(true);
  });
});

describe('settings', () => {
  const okta = templateNamed('okta') ?? expect.fail('no template');
  const m365 = templateNamed('m365') ?? expect.fail('no template');
  const guid = '0d78cffc-0000-4000-8000-c54801771cc3';

  test('are split into what may be shown and what is secret', () => {
    const read = readSettings(okta, { org_url: 'https://acme.okta.com', api_token: ' 00abc ' });
    expect(read).toEqual({
      plain: { org_url: 'https://acme.okta.com' },
      secret: { api_token: '00abc' },
      read: {},
    });
  });

  test('carry what the connector may be told, which is kept for it', () => {
    const linux = templateNamed('linux') ?? expect.fail('no template');
    expect(formOf(linux).map(({ name, required }) => [name, required])).toEqual(
      expect.arrayContaining([['timezone', false]]),
    );
    expect(readSettings(linux, { timezone: 'Europe/Berlin' })).toEqual({
      plain: {},
      secret: {},
      read: { timezone: 'Europe/Berlin' },
    });
    expect(() => readSettings(linux, { timezone: 'Mars' })).toThrow('settings.timezone');
    expect(() => readSettings(linux, { mapping: 'x' })).toThrow('settings');
  });

  test('take the default of what is left out', () => {
    const given = { azure_tenant_id: guid, client_id: guid, client_secret: 's' };
    expect(readSettings(m365, given).plain.plan).toBe('enterprise');
    expect(() => readSettings(m365, { ...given, plan: 'hobby' })).toThrow('settings.plan');
  });

  test.each([
    [{ org_url: 'https://acme.okta.com' }, 'settings.api_token'],
    [{ org_url: 'acme', api_token: 'x' }, 'settings.org_url'],
    [{ org_url: 'ftp://acme.okta.com', api_token: 'x' }, 'settings.org_url'],
    [{ org_url: 'https://acme.okta.com', api_token: 'x', more: 1 }, 'settings'],
  ])('%j are refused by the name of the field', (given, named) => {
    expect(() => readSettings(okta, given)).toThrow(named);
  });
});
