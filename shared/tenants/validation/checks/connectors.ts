import { connectorPulls } from '#shared/datasources/connector-pulls.ts';
import { judgeHealth } from '#shared/datasources/health.ts';
import { healthFactsOf } from '#shared/datasources/health-facts.ts';
import type { Source } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import { allSources, type Check, type CheckPorts, someOf } from '#shared/tenants/validation/check.ts';

/** Every active source can do its work: it has a token in use or is fetched, and does not fail. */
export const connectorsCheck: Check = {
  check: 'connectors',
  title: 'Connectors',
  async run({ ports, tenantId }) {
    const active = (await allSources(ports, tenantId)).filter(({ status }) => status === 'active');
    if (active.length === 0) {
      return {
        state: 'failed',
        reason: 'No data source is connected.',
        fix: 'Connect one in step 2.',
        evidence: [],
      };
    }
    const tests = new Map((await ports.proofs.tests(tenantId)).map((test) => [test.source_id, test]));
    const lines = await Promise.all(
      active.map(async (source) => ({
        name: source.name,
        ...(await lineOf(ports, source, tests.get(source.source_id) ?? null)),
      })),
    );
    const evidence = lines.map(({ name, trouble, detail }) => ({ label: name, value: trouble ?? detail }));
    const bad = lines.filter(({ trouble }) => trouble !== null);
    if (bad.length === 0) return { state: 'passed', evidence };
    return {
      state: 'failed',
      reason: someOf(bad.map(({ name, trouble }) => `${name}: ${trouble}`)),
      fix: bad[0]?.fix ?? '',
      evidence,
    };
  },
};

type Line = { trouble: string | null; fix: string; detail: string };

async function lineOf(ports: CheckPorts, source: Source, test: SourceTest | null): Promise<Line> {
  const { tenant_id: tenantId, source_id: sourceId } = source;
  const now = ports.now();
  const facts = await healthFactsOf(ports, tenantId, source, now);
  const { state, reason } = judgeHealth(facts, now);
  const trouble = (why: string, fix: string): Line => ({ trouble: why, fix, detail: '' });
  if (connectorPulls(source)) {
    if (test?.state === 'failed') {
      return trouble(`its test failed: ${test.reason}`, test.fix ?? 'Test it again.');
    }
    if (facts.poller === null) {
      return trouble(
        'nothing was ever fetched from it',
        'Test the source; then see its health for the next run.',
      );
    }
  } else {
    const tokens = await ports.tokens.list(tenantId, sourceId);
    const live = tokens.filter((token) => token.revoked_at === null && token.created_by !== 'validation');
    if (live.length === 0) {
      return trouble(
        'its token was revoked: it can push nothing',
        'Create a new token for the source and give it to the shipper.',
      );
    }
  }
  if (state === 'failing' || state === 'silent') {
    return trouble(`${state}: ${reason}`, 'Open the source’s health; test it once it is mended.');
  }
  const tested = test === null ? 'not tested' : `tested ${test.state} at ${test.ended_at ?? test.started_at}`;
  return { trouble: null, fix: '', detail: `${state}: ${reason} (${tested})` };
}
