import { advanceTest, newTest } from '#shared/datasources/source-test.ts';
import { openStages } from '#shared/datasources/stages.ts';
import { uuidV5 } from '#shared/ids.ts';
import type { Source } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import {
  allSources,
  type Check,
  type CheckPorts,
  type Outcome,
  someOf,
} from '#shared/tenants/validation/check.ts';

/** A marked event of every active source goes the whole way to the alert index, and is taken away again. */
export const ingestionCheck: Check = {
  check: 'ingestion',
  title: 'Ingestion',
  async run({ ports, tenantId, validation }) {
    const active = (await allSources(ports, tenantId)).filter(({ status }) => status === 'active');
    if (active.length === 0) {
      return { state: 'failed', reason: 'No data source is connected.', fix: 'Connect one.', evidence: [] };
    }
    const tests = await Promise.all(active.map((source) => moved(ports, source, validation.validation_id)));
    return outcomeOf(active, tests);
  },
};

/** The source's marked event of this validation, one step on. */
async function moved(ports: CheckPorts, source: Source, validationId: string): Promise<SourceTest> {
  const { tenant_id: tenantId, source_id: sourceId } = source;
  const id = uuidV5('ingestion-test', validationId, sourceId);
  const known = await ports.proofs.test(tenantId, ingestionKey(sourceId));
  let test = known?.test_id === id ? known : null;
  if (test === null) {
    // Also a source that is fetched goes this way from here on, so its event is pushed too.
    const stages = openStages('sent', 'accepted', 'normalized', 'detected', 'indexed');
    const begun = await newTest(ports, source, 'send', id, ports.now());
    test = { ...begun, source_id: ingestionKey(sourceId), stages };
    await ports.proofs.beginTest(tenantId, test);
  }
  const keep = (next: SourceTest) => ports.proofs.updateTest(tenantId, next);
  const next = await advanceTest(ports, source, test, keep);
  if (next !== test) await keep(next);
  return next;
}

/** Beside the source's own last test, which it must not replace. */
const ingestionKey = (sourceId: string): string => `${sourceId}~ingestion`;

function outcomeOf(sources: readonly Source[], tests: readonly SourceTest[]): Outcome {
  const lines = sources.map(({ name }, i) => ({ name, test: tests[i] }));
  const evidence = lines.flatMap(({ name, test }) =>
    test === undefined ? [] : [{ label: name, value: test.reason ?? seenOf(test) }],
  );
  if (tests.some(({ state }) => state === 'running')) return { state: 'waiting', evidence };
  const failed = lines.filter(({ test }) => test?.state === 'failed');
  if (failed.length === 0) return { state: 'passed', evidence };
  return {
    state: 'failed',
    reason: someOf(failed.map(({ name, test }) => `${name}: ${test?.reason}`)),
    fix: failed[0]?.test?.fix ?? '',
    evidence,
  };
}

const seenOf = ({ stages, probe }: SourceTest): string =>
  `${stages.map(({ stage, at }) => `${stage} ${at?.slice(11, 19) ?? 'not yet'}`).join(', ')} (event ${probe?.event_id ?? 'not made'})`;
