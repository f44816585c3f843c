import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { type ForwardPorts, forwardRows } from '#shared/pipeline/forward/forward-rows.ts';
import { rememberForwarding } from '#shared/pipeline/forward/remember-forwarding.ts';
import { rememberSenders } from '#shared/pipeline/forward/remember-senders.ts';
import type { Setup } from '#shared/schema/onboarding.ts';
import { undoRun } from '#shared/tenants/provisioning/start-run.ts';
import { socAlertOf, socEventOf } from '#shared/tenants/sentinel/soc-events.ts';
import type { StandinServer } from '../../standins/server.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { memoryBacklog } from '../../support/memory-forward.ts';
import {
  by,
  onboard,
  type Rehearsal,
  reasons,
  rehearseAzure,
  standinCredentials,
  startTestStandins,
  stepsOf,
  work,
} from '../../support/rehearsal.ts';

const acme = tenantIdSchema.parse('acme');
const { client_secret: _, ...registration } = standinCredentials.microsoft;
const sentinel: Partial<Setup> = {
  platforms: ['sentinel'],
  azure: {
    ...registration,
    resource_group: 'rg-acme',
    workspace_name: 'law-acme',
    location: 'westeurope',
  },
};
const at = '2026-11-22T09:00:00.000Z';

let standins: StandinServer;
beforeAll(async () => {
  standins = await startTestStandins();
});
afterAll(() => standins.close());
beforeEach(() => standins.reset());

const ingested = () => (standins.standin('ingestion').state() as { events: unknown[] }).events;

/** The forwarder over the real client, with the stand-in at its other end. */
function forwarder({ ports, state }: Rehearsal) {
  const backlog = memoryBacklog();
  const forwardPorts: ForwardPorts = {
    store: ports.forwarding,
    forwarding: rememberForwarding(ports.forwarding),
    backlog,
    senders: rememberSenders({ systems: ports.systems, secrets: ports.secrets, calls: ports.vendorCalls }),
    now: () => state.now,
    wait: async () => {},
    warn: (message, details) => {
      throw new Error(`${message} ${JSON.stringify(details)}`);
    },
  };
  return {
    backlog,
    async send(...rows: Record<string, unknown>[]) {
      const forwarding = await ports.forwarding.get(acme);
      if (forwarding === null) throw new Error('there is no target');
      return forwardRows(forwardPorts, acme, forwarding, rows, at);
    },
  };
}

/** What the API says of it. */
const shown = async ({ ports }: Rehearsal) =>
  (await callApi(ports, 'GET /api/v1/onboarding/sentinel/forwarding', { as: buildClaims('auditor') })).body;

describe('a customer’s Sentinel', () => {
  it('takes events and alerts from the moment on in which it is set up, with one token', async () => {
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, sentinel);
    expect(run.state, JSON.stringify(await reasons(rehearsal, run))).toBe('done');
    expect(rehearsal.state.forwarding.get('acme')?.target).toEqual({
      endpoint: 'https://gatehouse-acme.westeurope-1.ingest.monitor.azure.com',
      immutable_id: expect.stringMatching(/^dcr-/),
      stream: 'Custom-SocEvents_CL',
      azure_tenant_id: registration.azure_tenant_id,
      client_id: registration.client_id,
    });
    const [event, alert] = [buildEvent('acme'), buildAlert('acme')];
    standins.calls.length = 0;
    const { send } = forwarder(rehearsal);
    expect(await send(socEventOf(event))).toEqual({ sent: 1, held: 0 });
    expect(await send(socAlertOf(alert))).toEqual({ sent: 1, held: 0 });
    expect(ingested()).toMatchObject([
      { Kind: 'event', EventId: event.event_id, TenantCode: 'acme', Actor: 'alice', Outcome: 'failure' },
      { Kind: 'alert', EventId: alert.alert_id, TenantCode: 'acme', Status: 'open' },
    ]);
    expect(standins.calls.map(({ path }) => path.split('/').at(-1))).toEqual([
      'token',
      'Custom-SocEvents_CL',
      'Custom-SocEvents_CL',
    ]);
  });

  it('is sent more than a call takes in several', async () => {
    const rehearsal = rehearseAzure(standins);
    await onboard(rehearsal, sentinel);
    const text = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`labels.l${i}`, 'x'.repeat(8_000)]),
    );
    const events = Array.from({ length: 30 }, () => buildEvent('acme', { attributes: text }));
    expect(await forwarder(rehearsal).send(...events.map(socEventOf))).toEqual({ sent: 30, held: 0 });
    expect(ingested()).toHaveLength(30);
  });

  it('is sent nothing with a secret that does not count any more, and again once it is renewed', async () => {
    const rehearsal = rehearseAzure(standins);
    await onboard(rehearsal, sentinel);
    expect(await shown(rehearsal)).toMatchObject({ state: 'flowing', reason: null, last_sent_at: null });
    rehearsal.state.secrets.set('acme/azure-client', 'an-old-secret');
    const { send, backlog } = forwarder(rehearsal);
    expect(await send(socEventOf(buildEvent('acme')))).toEqual({ sent: 0, held: 1 });
    expect(rehearsal.state.forwarding.get('acme')).toMatchObject({
      state: 'failing',
      reason: expect.stringContaining('client secret is wrong'),
    });
    expect(JSON.stringify([...rehearsal.state.forwarding])).not.toContain('an-old-secret');
    expect(await shown(rehearsal)).toMatchObject({
      state: 'failing',
      reason: expect.stringContaining('client secret is wrong'),
      backlog: 1,
      last_sent_at: null,
    });
    rehearsal.state.secrets.set('acme/azure-client', standinCredentials.microsoft.client_secret);
    rehearsal.state.now = new Date(rehearsal.state.now.getTime() + 60_000);
    expect(await send(socEventOf(buildEvent('acme')))).toEqual({ sent: 1, held: 0 });
    expect(await backlog.list(acme, 10)).toHaveLength(1);
    const sent = rehearsal.state.now.toISOString();
    expect(await shown(rehearsal)).toMatchObject({ state: 'flowing', backlog: 1, last_sent_at: sent });
  });

  it('is sent nothing before the right to send is given, and the step waits for it', async () => {
    standins.reset({ azure: { rights: ['contributor', 'sentinel'] } });
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, sentinel);
    const stepOf = async () =>
      (await stepsOf(rehearsal, run)).find(({ step }) => step === 'sentinel-forwarding');
    expect(await stepOf()).toMatchObject({ state: 'needs_operator' });
    expect(rehearsal.state.forwarding.get('acme')).toBeUndefined();
  });

  it('is sent nothing more once the onboarding is undone', async () => {
    const rehearsal = rehearseAzure(standins);
    const run = await onboard(rehearsal, sentinel);
    const undone = await work(rehearsal, await undoRun(rehearsal.starter, run, { by }));
    expect(undone.state).toBe('undone');
    expect(rehearsal.state.forwarding.size).toBe(0);
  });

  it('that is set up once more keeps its target and how it stands', async () => {
    const rehearsal = rehearseAzure(standins);
    await onboard(rehearsal, sentinel);
    await rehearsal.ports.forwarding.noteHeld(acme);
    const before = rehearsal.state.forwarding.get('acme');
    await onboard(rehearsal, sentinel);
    expect(rehearsal.state.forwarding.get('acme')).toEqual(before);
    await rehearsal.ports.forwarding.remove(acme);
    expect(await shown(rehearsal)).toMatchObject({ state: 'off', backlog: 0 });
  });
});
