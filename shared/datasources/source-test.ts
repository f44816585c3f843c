import { connectorPulls } from '#shared/datasources/connector-pulls.ts';
import { makeProbe } from '#shared/datasources/make-probe.ts';
import { sendProbe } from '#shared/datasources/send-probe.ts';
import { ended, markStage, openStages } from '#shared/datasources/stages.ts';
import type { TestPorts } from '#shared/datasources/test-ports.ts';
import { tryCredentials } from '#shared/datasources/try-credentials.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Source } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';

/** A marked event takes seconds; a cold start of four functions in a row takes some more. */
export const SEND_SECONDS = 120;
/** Time to do something on the machine that sends. */
export const AWAIT_SECONDS = 300;

/** A test as it begins. `mode` is what a source that pushes is tested by; of one that is fetched, the credentials are. */
export async function newTest(
  ports: Pick<Ports, 'sources'>,
  source: Source,
  mode: SourceTest['mode'],
  testId: string,
  now: Date,
): Promise<SourceTest> {
  const stages = connectorPulls(source)
    ? openStages('credentials')
    : mode === 'send'
      ? openStages('sent', 'accepted', 'normalized', 'detected', 'indexed')
      : openStages('accepted', 'normalized');
  const { events, failed } = await ports.sources.health(source.tenant_id, source.source_id);
  const seconds = mode === 'await' ? AWAIT_SECONDS : SEND_SECONDS;
  return {
    tenant_id: source.tenant_id,
    source_id: source.source_id,
    test_id: testId,
    mode,
    state: 'running',
    started_at: now.toISOString(),
    deadline_at: new Date(now.getTime() + seconds * 1000).toISOString(),
    ended_at: null,
    stages,
    reason: null,
    fix: null,
    probe: null,
    before: mode === 'await' ? { events, failed } : null,
  };
}

/** One look at how far a test is; never waits. `keep` writes the test down before something is done that must be undone. */
export async function advanceTest(
  ports: TestPorts,
  source: Source,
  test: SourceTest,
  keep: (test: SourceTest) => Promise<unknown>,
): Promise<SourceTest> {
  if (test.state !== 'running') return test;
  if (test.stages.some(({ stage }) => stage === 'credentials')) return tryCredentials(ports, source, test);
  if (test.mode === 'await') return overdue(ports.now(), await lookForEvent(ports, test));
  const sent = test.probe === null ? await send(ports, source, test, keep) : test;
  if (sent.state !== 'running' || sent.probe === null) return sent;
  const followed = overdue(ports.now(), await follow(ports, source.tenant_id, sent));
  if (followed.state !== 'running') await cleanUp(ports, followed);
  return followed;
}

async function send(
  ports: TestPorts,
  source: Source,
  test: SourceTest,
  keep: (test: SourceTest) => Promise<unknown>,
): Promise<SourceTest> {
  const now = ports.now();
  let probe: ReturnType<typeof makeProbe>;
  try {
    probe = makeProbe(source, test.test_id.slice(-12), now);
  } catch (error) {
    const reason = `No marked event can be made: ${error instanceof Error ? error.message : 'unknown reason'}.`;
    return ended(test, now, reason, 'Check the source’s connector and its settings.');
  }
  const marked: SourceTest = {
    ...test,
    probe: {
      marker: probe.marker,
      event_id: probe.eventId,
      alert_id: probe.alertId,
      pack_id: probe.packId,
      token_id: ports.newId(),
    },
  };
  await keep(marked);
  return sendProbe(ports, source, marked, probe);
}

/** What can be seen of the marked event, from the archive to the index. */
async function follow(ports: TestPorts, tenantId: TenantId, test: SourceTest): Promise<SourceTest> {
  const { probe } = test;
  if (probe === null) return test;
  const at = ports.now().toISOString();
  let next = test;
  const [kept, alert] = await Promise.all([
    ports.archive.holds(tenantId, probe.pack_id, test.started_at),
    ports.alerts.get(tenantId, probe.alert_id),
  ]);
  if (kept) next = markStage(next, 'normalized', 'done', at, `event ${probe.event_id}`);
  if (alert === null) return next;
  next = markStage(next, 'detected', 'done', at, `alert ${probe.alert_id} of the rule “${alert.rule.title}”`);
  if (!(await ports.search.holdsAlert(tenantId, alert))) return next;
  next = markStage(next, 'indexed', 'done', at, 'the alert is in the search index');
  // Archive and detection read the stream each for itself: what is not kept yet would be kept after it was taken away.
  return kept ? { ...next, state: 'passed', ended_at: at } : next;
}

async function lookForEvent(ports: TestPorts, test: SourceTest): Promise<SourceTest> {
  const now = ports.now();
  const at = now.toISOString();
  const seen = await ports.sources.health(test.tenant_id, test.source_id);
  const before = test.before ?? { events: 0, failed: 0 };
  if (seen.events > before.events) {
    const count = `${seen.events - before.events} events`;
    const accepted = markStage(test, 'accepted', 'done', at, count);
    return { ...markStage(accepted, 'normalized', 'done', at, count), state: 'passed', ended_at: at };
  }
  if (seen.failed > before.failed) {
    const accepted = markStage(test, 'accepted', 'done', at, null);
    const failed = markStage(accepted, 'normalized', 'failed', at, seen.last_failure_reason);
    const reason = `An event came but could not be read: ${seen.last_failure_reason ?? 'unknown reason'}.`;
    return ended(
      failed,
      now,
      reason,
      'Compare what is sent with what the connector reads (docs/connectors).',
    );
  }
  return test;
}

const missing: Readonly<Record<string, readonly [reason: string, fix: string]>> = {
  accepted: [
    'No event came before the time was over.',
    'Check that the shipper runs, reaches the address and uses the token of this source; then test again.',
  ],
  normalized: [
    'The event was accepted but not read and kept in time.',
    'See the alarms normalize-errors, normalize-lag and archive-errors in docs/runbook.md.',
  ],
  detected: [
    'The event was read and kept, but no alert was raised on it in time.',
    'Switch on the rule “Marked event of a validation”; if it is on, see detect-errors and detect-lag in docs/runbook.md.',
  ],
  indexed: [
    'The alert was raised but did not reach the search index in time.',
    'See triage-errors and search-red in docs/runbook.md, and run the SIEM check.',
  ],
};

/** A test whose time is over fails by the stage that it did not reach. */
export function overdue(now: Date, test: SourceTest): SourceTest {
  if (test.state !== 'running' || now.toISOString() <= test.deadline_at) return test;
  const stage = test.stages.find(({ state }) => state === 'pending')?.stage ?? 'accepted';
  const [reason, fix] = missing[stage] ?? [
    'The test did not end in time.',
    'Test again; see validate-step-errors in docs/runbook.md.',
  ];
  return ended(markStage(test, stage, 'failed', now.toISOString(), null), now, reason, fix);
}

/** Takes the marked event away again: its alert, from which the index follows, and its pack. */
async function cleanUp(ports: TestPorts, { tenant_id, probe, started_at }: SourceTest): Promise<void> {
  if (probe === null) return;
  await Promise.all([
    ports.alerts.remove(tenant_id, probe.alert_id),
    ports.archive.drop(tenant_id, probe.pack_id, started_at),
  ]);
}
