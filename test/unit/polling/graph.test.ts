import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  connections,
  type FeedServer,
  type PollWorld,
  pollWorld,
  startFeeds,
} from '../../support/poll-world.ts';

let server: FeedServer;
let world: PollWorld;

beforeAll(async () => {
  server = await startFeeds();
});
afterAll(() => server.close());

const START = Date.parse('2026-11-22T08:30:00.000Z');
const signIn = (number: number) => ({
  id: `sign-in-${number}`,
  createdDateTime: new Date(START + number * 1_000).toISOString(),
  userPrincipalName: 'alice@acme.example',
});
const list = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => signIn(from + i));
const ids = () => world.texts().map((text) => (JSON.parse(text) as { id: string }).id);

/** What the tenant's directory holds; tokens and consent are as after a reset. */
const holds = (signIns: unknown[], settings = {}) =>
  server.standin('graph').reset({ feeds: { sign_ins: signIns }, ...settings });

beforeEach(() => {
  server.reset();
  world = pollWorld(server, connections(server).entra, 'sign_ins');
});

describe('reading Microsoft Graph’s sign-ins', () => {
  it('takes every sign-in once over pages that come newest first', async () => {
    holds(list(0, 1_200));
    expect(await world.run()).toBe('read');
    expect(new Set(ids()).size).toBe(1_200);
    expect(ids()).toHaveLength(1_200);
    expect(server.calls.filter(({ vendor }) => vendor === 'graph')).toHaveLength(3);
  });

  it('takes sign-ins that turn up late, and none twice', async () => {
    holds([...list(0, 40), ...list(50, 60)]);
    await world.run();
    expect(ids()).toHaveLength(50);
    holds(list(0, 61));
    world.later(60);
    await world.run();
    expect(ids()).toHaveLength(61);
    expect(new Set(ids()).size).toBe(61);
  });

  it('goes on with the same pass when it broke off between two pages', async () => {
    holds(list(0, 1_200));
    server.faults.arm({ vendor: 'graph', at: 2, times: 2, moment: 'before', kind: '500' });
    expect(await world.run()).toBe('failed');
    expect(ids()).toHaveLength(500);
    world.later(60);
    await world.run();
    expect(ids()).toHaveLength(1_200);
    expect(new Set(ids()).size).toBe(1_200);
  });

  it('takes risk detections, and leaves them out without failing where there is no licence for them', async () => {
    world = pollWorld(server, connections(server).entra, 'risk_detections');
    const risk = {
      id: 'risk-1',
      detectedDateTime: '2026-11-22T08:40:00Z',
      riskEventType: 'leakedCredentials',
    };
    server.standin('graph').reset({ feeds: { risk_detections: [risk] } });
    server.microsoft.licences.delete('entra_p2');
    expect(await world.run()).toBe('waiting');
    expect(world.poll()).toMatchObject({ state: 'active', failures: 0, problem: 'not_covered' });
    expect(world.poll().last_error).toMatch(/licence of Entra ID P2.*not licensed for this feature/);
    server.microsoft.licences.add('entra_p2');
    world.later(6 * 3_600);
    expect(await world.run()).toBe('read');
    expect(ids()).toEqual(['risk-1']);
    expect(world.poll()).toMatchObject({ problem: null, last_error: null });
  });

  it('gets a new token when the old one is refused', async () => {
    holds(list(0, 3));
    server.faults.arm({ vendor: 'graph', at: 1, moment: 'before', kind: '401' });
    expect(await world.run()).toBe('read');
    expect(ids()).toHaveLength(3);
    expect(server.calls.filter(({ vendor }) => vendor === 'login')).toHaveLength(2);
  });

  it('pauses with Microsoft’s own reason when the client secret is wrong', async () => {
    world.state.secrets.set('acme/source-source-1', JSON.stringify({ client_secret: 'wrong-secret' }));
    for (let run = 0; run < 3; run++) {
      await world.run();
      world.later(3_600);
    }
    expect(world.poll()).toMatchObject({ state: 'paused', problem: 'credentials' });
    expect(world.poll().last_error).toContain('copy the secret’s value, not its id');
  });
});
