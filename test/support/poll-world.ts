import { newPoll, type PollDuePorts } from '#shared/polling/poll-due.ts';
import { type PollOutcome, pollSource } from '#shared/polling/poll-source.ts';
import type { Indicator } from '#shared/schema/indicator.ts';
import type { Poll } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { makeTransport } from '#shared/vendors/transport.ts';
import { type FalconStandin, falconStandin } from '../standins/feeds/falcon.ts';
import { type OktaStandin, oktaStandin } from '../standins/feeds/okta.ts';
import { type TaxiiStandin, taxiiStandin } from '../standins/feeds/taxii.ts';
import { type ActivityStandin, activityStandin } from '../standins/microsoft/activity.ts';
import { azureStandin } from '../standins/microsoft/azure.ts';
import { graphStandin } from '../standins/microsoft/graph.ts';
import { loginStandin } from '../standins/microsoft/login.ts';
import { type MicrosoftWorld, makeMicrosoftWorld } from '../standins/microsoft/world.ts';
import { type StandinServer, startStandins } from '../standins/server.ts';
import { buildSource } from './builders/source.ts';
import { buildTenant } from './builders/tenant.ts';
import { type FakePorts, type FakeState, makeFakePorts } from './fake-ports.ts';
import { memoryPolls } from './memory-polls.ts';
import { standinCredentials } from './rehearsal.ts';
import { testSystems } from './test-systems.ts';

export type PollWorld = {
  ports: PollDuePorts;
  /** All ports of ours, over the same state and the same vendors. */
  fakes: FakePorts['ports'];
  state: FakeState;
  polls: Map<string, Poll>;
  indicators: Map<string, Indicator>;
  tenant: Tenant;
  source: Source;
  poll(): Poll;
  /** One run, of the stored poll. */
  run(): Promise<PollOutcome>;
  /** Texts that reached the raw stream, packs that came twice counted once. */
  texts(): string[];
  later(seconds: number): void;
};

export type FeedServer = StandinServer & {
  okta: OktaStandin;
  taxii: TaxiiStandin;
  activity: ActivityStandin;
  falcon: FalconStandin;
  /** Consents and licences of the customer's directory. */
  microsoft: MicrosoftWorld;
  /** The vendors' clock: a world's own, once there is one. */
  clock: { now(): number };
};

const account = { username: 'reader', password: 'password-of-the-feed' };
export const oktaToken = 'token-of-okta-tests';

/** Okta, TAXII and Microsoft's stand-ins on a port of their own. */
export async function startFeeds(): Promise<FeedServer> {
  const microsoft = makeMicrosoftWorld(standinCredentials.microsoft);
  const okta = oktaStandin({ token: oktaToken });
  const taxii = taxiiStandin(account);
  const clock = { now: () => Date.now() };
  const falcon = falconStandin(standinCredentials.falcon, () => clock.now());
  const activity = activityStandin(microsoft, () => clock.now());
  const server = await startStandins(
    {
      '/okta': { vendor: 'okta', standin: okta },
      '/taxii/root': { vendor: 'taxii', standin: taxii },
      '/login': { vendor: 'login', standin: loginStandin(microsoft) },
      '/falcon': { vendor: 'falcon', standin: falcon },
      '/m365': { vendor: 'activity', standin: activity },
      '/azure': { vendor: 'azure', standin: azureStandin(microsoft) },
      '/graph': { vendor: 'graph', standin: graphStandin(microsoft) },
    },
    0,
  );
  return { ...server, okta, taxii, activity, falcon, microsoft, clock };
}

export type Connected = { template_id: string; form: Record<string, string>; secret: Record<string, string> };

const app = {
  azure_tenant_id: standinCredentials.microsoft.azure_tenant_id,
  client_id: standinCredentials.microsoft.client_id,
};
const secret = { client_secret: standinCredentials.microsoft.client_secret };

export const connections = ({ url }: StandinServer) => ({
  okta: { template_id: 'okta', form: { org_url: `${url}/okta` }, secret: { api_token: oktaToken } },
  taxii: {
    template_id: 'threat-feed',
    form: { api_root: `${url}/taxii/root`, collection_id: 'feed', username: account.username },
    secret: { password: account.password },
  },
  entra: { template_id: 'entra-id', form: app, secret },
  falcon: {
    template_id: 'crowdstrike',
    form: { cloud: 'eu-1', client_id: standinCredentials.falcon.client_id },
    secret: { client_secret: standinCredentials.falcon.client_secret },
  },
  defender: {
    template_id: 'microsoft-defender',
    form: {
      ...app,
      subscription_id: standinCredentials.microsoft.subscription_id,
      resource_group: 'soc',
      workspace_name: 'soc-workspace',
    },
    secret,
  },
  m365: { template_id: 'm365', form: { ...app, plan: 'enterprise' }, secret },
});

/** A tenant with one connected source beside real HTTP and everything of ours in memory. */
export function pollWorld(server: FeedServer, connected: Connected, feed: string): PollWorld {
  const systems = testSystems(server.url);
  const { ports: fakes, state } = makeFakePorts({ systems });
  server.clock.now = () => state.now.getTime();
  const tenant = buildTenant();
  const { secret, ...filled } = connected;
  const source = Object.assign(buildSource('acme', { source_id: 'source-1' }), filled);
  state.tenants.set('acme', tenant);
  state.sources.set('acme#source-1', source);
  state.secrets.set('acme/source-source-1', JSON.stringify(secret));
  const vendorCalls = {
    transport: makeTransport({ allowedHosts: systems.allowed_hosts, certificates: [] }),
    now: () => state.now,
    random: () => 0,
    wait: async () => {},
  };
  const rows = new Map<string, Poll>();
  const indicators = new Map<string, Indicator>();
  const ports: PollDuePorts = {
    ...fakes,
    archive: { fail: async () => {} },
    polls: memoryPolls(rows),
    indicators: {
      put: async (_tenantId, found) => {
        for (const one of found) indicators.set(one.indicator_id, one);
      },
      withdraw: async (_tenantId, sourceId) => {
        for (const [id, one] of indicators) if (one.source_id === sourceId) indicators.delete(id);
      },
    },
    vendorCalls,
  };
  const first = newPoll(tenant.tenant_id, source.source_id, feed, state.now);
  rows.set(`acme#source-1#${feed}`, first);
  const poll = () => structuredClone([...rows.values()][0] ?? first);
  return {
    ports,
    fakes: { ...fakes, vendorCalls },
    state,
    polls: rows,
    indicators,
    tenant,
    source,
    poll,
    run: () => pollSource(ports, tenant, poll(), new Date(state.now.getTime() + 20_000)),
    texts() {
      const packs = new Map(state.sent.map(({ pack }) => [pack.pack_id, pack]));
      return [...packs.values()].flatMap(({ events }) => events.map(({ raw }) => raw));
    },
    later(seconds) {
      state.now = new Date(state.now.getTime() + seconds * 1_000);
    },
  };
}
