import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import type { StandinServer } from '../../standins/server.ts';
import { buildTenant } from '../../support/builders/tenant.ts';
import { onboard, reasons, rehearse, startTestStandins } from '../../support/rehearsal.ts';

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

const writes = () =>
  standins.calls.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/authenticate'));

describe('before anything is created', () => {
  const cases: [string, Record<string, Record<string, unknown>>, string][] = [
    [
      'an index set whose prefix begins alike',
      { graylog: { prefixes: ['wazuh'] } },
      'has the prefix "wazuh"',
    ],
    ['a Graylog that nobody knows', { graylog: { version: '5.2.0' } }, 'Gatehouse knows graylog 6 to 7'],
    [
      'a Wazuh group with another customer’s label',
      {
        wazuh: {
          groups: {
            'Linux-acme':
              '<agent_config><labels><label key="customer">globex</label></labels></agent_config>',
          },
        },
      },
      'label of the customer "globex"',
    ],
    [
      'a Grafana without the plug-in',
      { grafana: { plugin: false } },
      'Install the plug-in grafana-opensearch-datasource',
    ],
    ['a Grafana account that is no server admin', { grafana: { admin: false } }, 'server admin flag'],
    [
      'a cluster that lets nobody make roles',
      { opensearch: { forbidden: true } },
      'fine-grained access control',
    ],
    [
      'a template of another at the same priority',
      { opensearch: { templates: { 'wazuh-all': { index_patterns: ['wazuh-*'], priority: 200 } } } },
      'covers wazuh-*',
    ],
    [
      'a user whose password nobody knows',
      { opensearch: { security: { 'internalusers/acme_ro': {} } } },
      'whose password Gatehouse does not know',
    ],
  ];
  it.each(cases)('%s refuses the run, and says what to do', async (_, settings, words) => {
    standins.reset(settings);
    const rehearsal = rehearse(standins);
    const run = await onboard(rehearsal);
    expect(run.state).toBe('refused');
    expect((await reasons(rehearsal, run)).join('\n')).toContain(words);
    expect(writes()).toEqual([]);
    expect(rehearsal.state.tenants.size).toBe(0);
  });

  it('a code that begins another’s is refused', async () => {
    const rehearsal = rehearse(standins);
    rehearsal.state.tenants.set('acme2', buildTenant('acme2'));
    const run = await onboard(rehearsal);
    expect(run.state).toBe('refused');
    expect(writes()).toEqual([]);
  });

  it('a wrong token is told as that, and never shown', async () => {
    const rehearsal = rehearse(standins);
    rehearsal.state.secrets.set('platform/systems/graylog', JSON.stringify({ token: 'a-wrong-token' }));
    const run = await onboard(rehearsal);
    const said = (await reasons(rehearsal, run)).join('\n');
    expect([run.state, said.includes('renew the secret'), said.includes('a-wrong-token')]).toEqual([
      'refused',
      true,
      false,
    ]);
  });
});

describe('other versions', () => {
  it.each([
    ['Graylog 7', { graylog: { version: '7.0.1' } }],
    ['Wazuh 5', { wazuh: { version: '5.0.0' } }],
    ['Grafana 11', { grafana: { version: '11.6.0' } }],
    ['Grafana 13', { grafana: { version: '13.1.0' } }],
  ])('%s is provisioned too', async (_, settings) => {
    standins.reset(settings);
    const rehearsal = rehearse(standins);
    const run = await onboard(rehearsal, { tenant_id: tenantIdSchema.parse('acme') });
    expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
  });
});
