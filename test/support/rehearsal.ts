import type { TenantId } from '#shared/ids.ts';
import type { Run, Setup, Step } from '#shared/schema/onboarding.ts';
import { type Engine, engineOf } from '#shared/tenants/provisioning/engine.ts';
import { finishRun, nextOf } from '#shared/tenants/provisioning/finish-run.ts';
import { prepareRun } from '#shared/tenants/provisioning/prepare-run.ts';
import { runStep, undoStep } from '#shared/tenants/provisioning/run-step.ts';
import { newRun, type Starter, startRun } from '#shared/tenants/provisioning/start-run.ts';
import { resources } from '#shared/tenants/resources.ts';
import { makeTransport, type Transport, TransportFault } from '#shared/vendors/transport.ts';
import { allStandins } from '../standins/all.ts';
import { type StandinServer, startStandins } from '../standins/server.ts';
import { buildSetup } from './builders/setup.ts';
import { type FakePorts, makeFakePorts } from './fake-ports.ts';
import { testSystems } from './test-systems.ts';

export const standinCredentials = {
  graylog: { token: 'graylog-token-of-the-tests' },
  wazuh: { username: 'gatehouse', password: 'wazuh-password-of-the-tests' },
  opensearch: { username: 'gatehouse', password: 'opensearch-password-of-the-tests' },
  grafana: { username: 'gatehouse', password: 'grafana-password-of-the-tests' },
  okta: { token: 'okta-token-of-the-tests' },
  taxii: { username: 'reader', password: 'taxii-password-of-the-tests' },
  falcon: { client_id: 'f'.repeat(32), client_secret: 'falcon-secret-of-the-tests' },
  microsoft: {
    azure_tenant_id: '7a1b2c3d-0000-4000-8000-00000000000a',
    client_id: '7a1b2c3d-0000-4000-8000-00000000000b',
    client_secret: 'client-secret-of-the-tests',
    subscription_id: '7a1b2c3d-0000-4000-8000-00000000000c',
  },
};

/** The engine over real HTTP to real stand-ins, with Gatehouse's own ports in memory: fast enough for every fault. */
export type Rehearsal = FakePorts & { engine: Engine; starter: Starter; standins: StandinServer };

/** Real HTTP, but a call that the stand-in leaves hanging ends at once: a short time limit would end slow ones too. */
function impatientTransport(standins: StandinServer, allowedHosts: readonly string[]): Transport {
  const real = makeTransport({ allowedHosts, certificates: [] });
  const waiting = new Map<string, (fault: TransportFault) => void>();
  let calls = 0;
  standins.onHang((call) => waiting.get(call)?.(new TransportFault('timeout', 'no answer')));
  return (request) =>
    new Promise((resolve, reject) => {
      const call = String(++calls);
      waiting.set(call, reject);
      real({ ...request, headers: { ...request.headers, 'x-call': call } })
        .then(resolve, reject)
        .finally(() => waiting.delete(call));
    });
}

export function startTestStandins(): Promise<StandinServer> {
  return startStandins(allStandins(standinCredentials), 0);
}

/** A fresh product beside stand-ins that are as they are. Waits are not waited. */
export function rehearse(standins: StandinServer): Rehearsal {
  const systems = testSystems(standins.url);
  const transport = impatientTransport(standins, systems.allowed_hosts);
  const fake = makeFakePorts({
    systems,
    vendorCalls: {
      transport,
      now: () => fake.state.now,
      random: () => 0,
      wait: async () => {},
      timeoutMs: 20_000,
    },
  });
  for (const [system, secret] of Object.entries(standinCredentials)) {
    fake.state.secrets.set(`platform/systems/${system}`, JSON.stringify(secret));
  }
  let secrets = 0;
  const engine = {
    ...engineOf(fake.ports),
    newSecret: () => `secret${++secrets}-of-the-tests-${'x'.repeat(20)}`,
  };
  const { journal, executions } = fake.ports;
  return { ...fake, engine, starter: { journal, executions, systems, resources }, standins };
}

/** The same for `acme`, which has given the secret of its app registration. */
export function rehearseAzure(standins: StandinServer): Rehearsal {
  const rehearsal = rehearse(standins);
  rehearsal.state.secrets.set('acme/azure-client', standinCredentials.microsoft.client_secret);
  return rehearsal;
}

/** What the state machine does, without it: checks, waves, end. Gives the run as it ended. */
export async function work({ engine, state }: Rehearsal, run: Run): Promise<Run> {
  const { tenant_id: tenantId, run_id: runId } = run;
  const backwards = run.state === 'undoing';
  if (!backwards && !(await prepareRun(engine, tenantId, runId)).ok) {
    return finishRun(engine, tenantId, runId, 'refused');
  }
  for (;;) {
    const wave = await nextOf(engine, tenantId, runId);
    if (wave.end !== null) return finishRun(engine, tenantId, runId, wave.end);
    if (wave.ready.length === 0) state.now = new Date(state.now.getTime() + wave.wait_seconds * 1_000);
    const one = backwards ? undoStep : runStep;
    await Promise.all(wave.ready.map((step) => one(engine, tenantId, runId, step)));
  }
}

export const by = { id: 'user-1', email: 'engineer@gatehouse.example', role: 'platform_admin' };

/** Starts a new onboarding and works on it until it ends. */
export async function onboard(rehearsal: Rehearsal, setup: Partial<Setup> = {}): Promise<Run> {
  const { starter, state } = rehearsal;
  const asked = { by, requestId: 'request-1', now: state.now, newId: `run${state.runs.length}` };
  const run = newRun(starter, buildSetup(setup), 'onboard', asked);
  return work(rehearsal, await startRun(starter, run));
}

export async function stepsOf({ ports }: FakePorts, run: Run): Promise<Step[]> {
  return ports.journal.steps(run.tenant_id, run.run_id);
}

/** Why steps are not where they should be, for the message of a failed expectation. */
export async function reasons(fake: FakePorts, run: Run): Promise<string[]> {
  const steps = await stepsOf(fake, run);
  const { findings } = (await fake.ports.journal.run(run.tenant_id as TenantId, run.run_id)) ?? run;
  return [
    ...findings.filter(({ ok }) => !ok).map(({ system, detail, fix }) => `${system}: ${detail} ${fix}`),
    ...steps
      .filter(({ reason }) => reason !== null)
      .map(({ step, state, reason }) => `${step} ${state}: ${reason}`),
  ];
}
