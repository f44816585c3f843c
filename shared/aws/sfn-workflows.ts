import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { purgeExecutionName } from '#shared/aws/names.ts';
import { sha256, type TenantId } from '#shared/ids.ts';
import type { Workflows } from '#shared/ports/workflows.ts';

/** `arn:…:stateMachine:<machine>` and a name make `arn:…:execution:<machine>:<name>`. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/**
 * An execution's name is taken for 90 days (Step Functions quotas), which makes a start idempotent. Only a purge that
 * ended badly is started again, under a second name; purging is repeatable, so even two at once do no harm.
 */
export function makeSfnWorkflows(client: SFNClient, options: { purgeStateMachineArn: string }): Workflows {
  const stateMachineArn = options.purgeStateMachineArn;

  /** False when an execution of this name exists. */
  async function start(name: string, tenantId: TenantId, requestId: string): Promise<boolean> {
    const input = JSON.stringify({ tenant_id: tenantId, request_id: requestId });
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }

  return {
    async startPurge(tenantId, requestId) {
      const name = purgeExecutionName(tenantId);
      if (await start(name, tenantId, requestId)) return;
      const command = new DescribeExecutionCommand({ executionArn: executionArn(stateMachineArn, name) });
      const { status } = await client.send(command);
      if (status === 'RUNNING' || status === 'SUCCEEDED' || status === 'PENDING_REDRIVE') return;
      await start(`${name}-${sha256(requestId).slice(0, 16)}`, tenantId, requestId);
    },
  };
}
