import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStateMachineCommand,
  paginateListStateMachines,
  SFNClient,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { inject } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { makeDynamoPollStore } from '#shared/aws/dynamo-poll-store.ts';
import { caseIndexName } from '#shared/aws/names.ts';
import type { TenantId } from '#shared/ids.ts';
import type { Poll } from '#shared/schema/poll.ts';
import { emulatorConfig } from './scratch.ts';

/** Takes a tenant's case index away, as an accident in the cluster would. */
export async function dropCaseIndex(tenantId: TenantId): Promise<void> {
  const { openSearch } = inject('stack');
  const answer = await fetch(`${openSearch}/${caseIndexName(tenantId)}`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`the index was not dropped: ${answer.status}`);
}

/**
 * Says of Okta's feed of a source that it was last read at that time, and that the poller, which really runs in this
 * cell, is not to look at it before tomorrow.
 */
export async function putPoll(tenantId: TenantId, sourceId: string, at: Date): Promise<void> {
  const { SourcesTableName: sourcesTable } = inject('stack').outputs;
  if (sourcesTable === undefined) throw new Error('the stack names no table of sources');
  const store = makeDynamoPollStore(documentClient(new DynamoDBClient(emulatorConfig())), { sourcesTable });
  const time = at.toISOString();
  const poll: Poll = {
    tenant_id: tenantId,
    source_id: sourceId,
    feed: 'system_log',
    state: 'active',
    cursor: { page: null, since: time, newest: time, seen: [] },
    pending: [],
    cursor_at: time,
    last_run_at: time,
    next_run_at: new Date(Date.now() + 86_400_000).toISOString(),
    leased_until: null,
    failures: 0,
    problem: null,
    last_error: null,
    version: 1,
  };
  const [known] = await store.list(tenantId, sourceId);
  if (known === undefined) await store.create(tenantId, poll);
  else await store.update(tenantId, { ...poll, version: known.version + 1 });
}

/** Puts a definition that fails at once in place of a workflow's; the answer puts the right one back. */
export async function breakWorkflow(name: string): Promise<() => Promise<void>> {
  const client = new SFNClient(emulatorConfig());
  for await (const { stateMachines } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn } of stateMachines ?? []) {
      const { definition } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
      const comment = readComment(definition);
      if (comment === null || !comment.startsWith(comments[name] ?? '-')) continue;
      const broken = JSON.stringify({ StartAt: 'Broken', States: { Broken: { Type: 'Fail' } } });
      const put = async (text: string | undefined) =>
        void (await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: text })));
      await put(broken);
      return () => put(definition);
    }
  }
  throw new Error(`there is no state machine of ${name}`);
}

/** How the definitions' comments begin: CloudFormation names the machines. */
const comments: Readonly<Record<string, string>> = { 'offboard-tenant': 'Takes away what is ours' };

function readComment(definition: string | undefined): string | null {
  const { Comment } = JSON.parse(definition ?? '{}') as { Comment?: string };
  return Comment ?? null;
}
