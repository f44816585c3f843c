import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentinelRuleTemplates } from '#shared/tenants/sentinel/rule-templates.ts';
import {
  connections,
  type FeedServer,
  type PollWorld,
  pollWorld,
  startFeeds,
} from '../../support/poll-world.ts';
import { standinCredentials } from '../../support/rehearsal.ts';

const group = `/subscriptions/${standinCredentials.microsoft.subscription_id}/resourceGroups/soc`;
const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/soc-workspace`;
const sentinel = `${workspace}/providers/Microsoft.SecurityInsights`;
const START = Date.parse('2026-11-22T08:00:00.000Z');

let server: FeedServer;
let world: PollWorld;

beforeAll(async () => {
  server = await startFeeds();
});
afterAll(() => server.close());

const rule = (name: string, query: string) => ({
  [`${sentinel}/alertRules/${name}`]: { kind: 'Scheduled', properties: { displayName: name, query } },
});
const incident = (name: string, minute: number, rules: readonly string[], title = name) => ({
  [`${sentinel}/incidents/${name}`]: {
    properties: {
      title,
      severity: 'High',
      status: 'New',
      lastModifiedTimeUtc: new Date(START + minute * 60_000).toISOString(),
      relatedAnalyticRuleIds: rules.map((one) => `${sentinel}/alertRules/${one}`),
    },
  },
});
const holds = (...resources: Record<string, unknown>[]) =>
  server.reset({
    azure: { existing: Object.assign({ [group]: {}, [workspace]: {} }, ...resources) },
  });
const names = () => world.texts().map((text) => (JSON.parse(text) as { name: string }).name);

beforeEach(() => {
  holds();
  world = pollWorld(server, connections(server).defender, 'incidents');
});

describe('reading Sentinel’s incidents', () => {
  it('takes every incident once, and again when it is changed', async () => {
    holds(...Array.from({ length: 130 }, (_, i) => incident(`i${i}`, i / 10, [])));
    expect(await world.run()).toBe('read');
    expect(new Set(names()).size).toBe(130);
    expect(names()).toHaveLength(130);
    holds(incident('i0', 50, []));
    world.later(60);
    await world.run();
    expect(names()).toHaveLength(131);
  });

  it('leaves out what stems from the table that we fill, whoever made the rule', async () => {
    holds(
      rule('ours', 'SocEvents_CL | where Kind == "alert"'),
      rule('theirs-on-ours', 'union SocEvents_CL, SigninLogs'),
      rule('theirs', 'SigninLogs | where ResultType != 0'),
      incident('own', 1, ['ours']),
      incident('own-again', 2, ['OURS', 'theirs-on-ours']),
      incident('foreign', 3, ['theirs']),
      incident('both', 4, ['ours', 'theirs']),
      incident('by-hand', 5, []),
      incident('rule-is-gone', 6, [], sentinelRuleTemplates[0]?.displayName),
    );
    expect(await world.run()).toBe('read');
    expect(names()).toEqual(['foreign', 'both', 'by-hand']);
  });

  it('moves past what it leaves out', async () => {
    holds(rule('ours', 'SocEvents_CL'), incident('own', 40, ['ours']));
    await world.run();
    expect(world.poll().cursor.newest).toBe('2026-11-22T08:40:00.000Z');
    expect(names()).toEqual([]);
  });

  it('finds our rules among more than one page of them', async () => {
    const many = Array.from({ length: 45 }, (_, i) =>
      rule(`r${i}`, i === 44 ? 'SocEvents_CL' : 'SigninLogs'),
    );
    holds(...many, incident('own', 1, ['r44']), incident('foreign', 2, ['r3']));
    await world.run();
    expect(names()).toEqual(['foreign']);
  });

  it('takes nothing in while it can’t tell whose it is', async () => {
    holds(rule('ours', 'SocEvents_CL'), incident('own', 1, ['ours']), incident('foreign', 2, []));
    server.faults.arm({ vendor: 'azure', path: '/alertRules$', times: 2, moment: 'before', kind: '500' });
    expect(await world.run()).toBe('failed');
    expect(names()).toEqual([]);
    world.later(120);
    await world.run();
    expect(names()).toEqual(['foreign']);
  });
});

it('of Graph’s alerts, leaves out those that Sentinel raised over what we sent', async () => {
  world = pollWorld(server, connections(server).defender, 'alerts');
  const alert = (id: string, serviceSource: string, title: string | undefined) => ({
    id,
    serviceSource,
    title,
    lastUpdateDateTime: '2026-11-22T08:30:00Z',
  });
  const ours = sentinelRuleTemplates[0]?.displayName;
  const feeds = {
    alerts: [
      alert('own', 'microsoftSentinel', ours),
      alert('same-name', 'microsoftDefenderForEndpoint', ours),
      alert('sentinels', 'microsoftSentinel', 'Impossible travel'),
    ],
  };
  server.reset({ graph: { feeds } });
  await world.run();
  const ids = world.texts().map((text) => (JSON.parse(text) as { id: string }).id);
  expect(ids.sort()).toEqual(['same-name', 'sentinels']);
});
