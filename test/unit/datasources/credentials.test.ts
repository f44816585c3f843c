import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { advanceTest, newTest } from '#shared/datasources/source-test.ts';
import { isPulled } from '#shared/datasources/template.ts';
import { templates } from '#shared/datasources/templates.ts';
import { pollPlan } from '#shared/polling/poll-plan.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import { audiences } from '../../standins/microsoft/world.ts';
import {
  type Connected,
  connections,
  type FeedServer,
  pollWorld,
  startFeeds,
} from '../../support/poll-world.ts';

let server: FeedServer;

beforeAll(async () => {
  server = await startFeeds();
});
afterAll(() => server.close());
beforeEach(() => server.reset());

/** The test of a connected source against its vendor's stand-in. */
async function tried({ template_id, form, secret }: Connected): Promise<SourceTest> {
  const world = pollWorld(server, { template_id, form, secret }, 'unused');
  const begun = await newTest(world.fakes, world.source, 'send', 'test-1', world.state.now);
  return advanceTest(world.fakes, world.source, begun, async () => {});
}

test('every template that is fetched has something to read, and no other', () => {
  for (const { template_id, connector_type } of templates) {
    const form = { org_url: 'https://a.example', api_root: 'https://a.example', collection_id: 'c' };
    expect([template_id, pollPlan({ template_id, form }).length > 0]).toEqual([
      template_id,
      isPulled(connector_type),
    ]);
  }
});

describe('a test of credentials', () => {
  it.each(['okta', 'taxii', 'entra', 'm365', 'falcon'] as const)(
    'passes with good ones of %s',
    async (name) => {
      const ended = await tried(connections(server)[name]);
      expect(ended).toMatchObject({
        state: 'passed',
        stages: [
          { stage: 'credentials', state: 'done', detail: expect.stringContaining('of the last hour') },
        ],
      });
    },
  );

  it.each(['okta', 'taxii', 'entra', 'm365', 'falcon'] as const)(
    'fails with wrong ones of %s, says what to do and shows none',
    async (name) => {
      const { template_id, form, secret } = connections(server)[name];
      const wrong = Object.fromEntries(Object.keys(secret).map((field) => [field, 'wrong-secret']));
      const ended = await tried({ template_id, form, secret: wrong });
      expect(ended.state).toBe('failed');
      expect(ended.fix).toContain('Enter the id and the secret again');
      expect(JSON.stringify(ended)).not.toContain('wrong-secret');
    },
  );

  it('subscribes to Microsoft 365’s content, so that the poller finds some', async () => {
    await tried(connections(server).m365);
    expect(server.activity.state()).toMatchObject({
      subscriptions: { 'Audit.Exchange': 'enabled', 'DLP.All': 'enabled' },
    });
  });

  it('passes without a licence that not every customer has, and names what is not covered', async () => {
    server.microsoft.licences.delete('entra_p2');
    const ended = await tried(connections(server).entra);
    server.microsoft.licences.add('entra_p2');
    expect(ended.state).toBe('passed');
    expect(ended.stages[0]?.detail).toContain('not covered: risk_detections: ');
    expect(ended.stages[0]?.detail).toContain('Entra ID P2');
  });

  it('fails without the consent that the source is about, and names it', async () => {
    const all = server.microsoft.consented.get(audiences.graph) ?? [];
    server.microsoft.consented.set(
      audiences.graph,
      all.filter((role) => role !== 'AuditLog.Read.All'),
    );
    const ended = await tried(connections(server).entra);
    server.microsoft.consented.set(audiences.graph, all);
    expect(ended.state).toBe('failed');
    expect(ended.reason).toContain('consent for AuditLog.Read.All');
    expect(ended.fix).toContain('consent');
  });

  it.each([
    ['500', 'broken', 'see the vendor’s status page'],
    ['429', 'limits', 'Try again in a few minutes'],
  ] as const)('fails when Okta answers %s (%s)', async (kind, _name, fix) => {
    server.faults.arm({ vendor: 'okta', times: 3, moment: 'before', kind });
    expect((await tried(connections(server).okta)).fix).toContain(fix);
  });

  it('calls no address inside a private network', async () => {
    const form = { org_url: 'https://169.254.169.254' };
    const ended = await tried({ ...connections(server).okta, form });
    expect(ended.state).toBe('failed');
    expect(ended.fix).toContain('public address');
  });

  it('fails where the source has nothing to sign in with', async () => {
    const ended = await tried({ template_id: 'okta', form: connections(server).okta.form, secret: {} });
    expect(ended.reason).toContain('connect it again');
  });
});
