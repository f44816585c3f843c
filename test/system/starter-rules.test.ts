import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect, inject, test } from 'vitest';
import { partitionKey } from '#shared/aws/names.ts';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { ruleTestEvents } from '#shared/detect/run-rule-tests.ts';
import { bucketOf, type TenantId, uuidV5 } from '#shared/ids.ts';
import { encodePack } from '#shared/pipeline/pack-codec.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import type { Alert } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { call, eventually, operatorToken } from '../support/cell.ts';
import { createTenant, newCode } from '../support/new-tenant.ts';

/** Two days apart: no window, with its lateness, reaches from one rule's test into the next. */
const APART_MS = 2 * 24 * 3600_000;

const summary = (
  alerts: readonly { count?: number | undefined; group?: Record<string, string> | undefined }[],
) => alerts.map(({ count, group }) => JSON.stringify([count ?? null, group ?? null])).sort();

/**
 * Straight onto the deployed events stream, spread over shards event by event: harder than what normalize does, which
 * keeps an entity together, since every window is then written from all shards.
 */
async function putEvents(tenantId: TenantId, events: readonly CanonicalEvent[]): Promise<void> {
  const { aws, outputs } = inject('stack');
  const client = new KinesisClient({
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler(),
  });
  const groups = Map.groupBy(events, (event) => bucketOf(event.event_id, 4));
  for (const [bucket, group] of groups) {
    const pack = {
      v: 1 as const,
      pack_id: uuidV5('starter-rules', tenantId, ...group.map(({ event_id }) => event_id)),
      tenant_id: tenantId,
      source_id: 'starter-rules',
      received_at: new Date().toISOString(),
      events: group,
    };
    const record = { Data: encodePack(pack), PartitionKey: partitionKey(tenantId, bucket) };
    const answer = await client.send(
      new PutRecordsCommand({ StreamName: outputs.EventsStreamName, Records: [record, record] }),
    );
    expect(answer.FailedRecordCount).toBe(0);
  }
}

test('every rule of ours raises its alerts on the deployed pipeline, each record delivered twice', async () => {
  const { tests, refused, ruleset } = compileRuleset(readRuleFiles());
  const correlations = new Set(ruleset.correlations.map(({ info }) => info.id));
  expect(refused).toEqual([]);
  const tenantId = newCode();
  expect((await createTenant(tenantId, { retention_days: 365 })).status).toBe(201);
  const start = Date.now() - (tests.length + 2) * APART_MS;
  const cases = tests.map(({ rule, tests: own }, i) => {
    const positive = own.find(({ alerts }) => alerts.length > 0);
    if (positive === undefined) throw new Error(`${rule.title} has no test that raises an alert`);
    return { rule, positive, from: start + i * APART_MS, to: start + (i + 1) * APART_MS };
  });
  const token = await operatorToken();
  const check = async ({ rule, positive, from, to }: (typeof cases)[number]): Promise<void> => {
    const raised = () => alertsOfRule(token, tenantId, rule.id, from, to);
    const wanted = summary(positive.alerts);
    const exact = positive.alerts.every(({ count, group }) => count !== undefined && group !== undefined);
    const found = await eventually(async () => {
      const alerts = await raised();
      return alerts.length >= wanted.length ? alerts : null;
    }, `${wanted.length} alerts of "${rule.title}"`);
    expect(found, rule.title).toHaveLength(wanted.length);
    if (exact)
      await eventually(async () => `${summary(await raised())}` === `${wanted}`, `${rule.title} ${wanted}`);
  };
  for (const one of cases) {
    await putEvents(tenantId, ruleTestEvents(one.positive, tenantId, one.from));
    // Shards are read at their own pace: events of days later in the same window would make these too late.
    if (correlations.has(one.rule.id)) await check(one);
  }
  for (const one of cases) await check(one);
}, 300_000);

/** The rule's alerts whose events lie in its own two days: tests of other rules may match it too, at other times. */
async function alertsOfRule(
  token: string,
  tenantId: TenantId,
  ruleId: string,
  from: number,
  to: number,
): Promise<Alert[]> {
  const answer = await call({
    path: `/api/v1/alerts?limit=200&rule_id=${ruleId}`,
    token,
    headers: { 'x-tenant-id': tenantId },
  });
  expect(answer.status).toBe(200);
  return (answer.json as { items: Alert[] }).items.filter(({ first_seen }) => {
    const seen = Date.parse(first_seen);
    return seen >= from && seen < to;
  });
}
