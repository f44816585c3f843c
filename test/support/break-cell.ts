import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStateMachineCommand,
  paginateListStateMachines,
  SFNClient,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { inject } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { caseIndexName } from '#shared/aws/names.ts';
import type { TenantId } from '#shared/ids.ts';
import { emulatorConfig } from './scratch.ts';

/** Takes a tenant's case index away, as an accident in the cluster would. */
export async function dropCaseIndex(tenantId: TenantId): Promise<void> {
  const { openSearch } = inject('stack');
  const answer = await fetch(`${openSearch}/${caseIndexName(tenantId)}`, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`the index was not dropped: ${answer.status}`);
}

/** Says of a source that its poller last ran at that time. */
export async function putPoller(tenantId: TenantId, sourceId: string, at: Date): Promise<void> {
  const client = new DynamoDBClient(emulatorConfig());
  const { SourcesTableName: sourcesTable } = inject('stack').outputs;
  if (sourcesTable === undefined) throw new Error('the stack names no table of sources');
  const store = makeDynamoSourceStore(documentClient(client), { sourcesTable, auditTable: 'none' });
  const time = at.toISOString();
  const state = { cursor_at: time, last_run_at: time, next_run_at: null, paused: false, last_error: null };
  await store.putPoller(tenantId, sourceId, state);
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
