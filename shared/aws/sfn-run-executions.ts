import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { runExecutionName } from '#shared/aws/names.ts';
import { executionArn } from '#shared/aws/sfn-workflows.ts';
import type { RunExecutions } from '#shared/ports/run-executions.ts';

/** An execution's name is made of tenant, run and attempt, and is taken for 90 days: a start repeated is one start. */
export function makeSfnRunExecutions(
  client: SFNClient,
  machines: { onboard: string; offboard: string },
): RunExecutions {
  async function statusOf(arn: string): Promise<string | null> {
    try {
      return (await client.send(new DescribeExecutionCommand({ executionArn: arn }))).status ?? null;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return null;
      throw error;
    }
  }

  return {
    async start(tenantId, run) {
      const path = run.setup.existing_soc ? 'existing_soc' : 'greenfield';
      const command = new StartExecutionCommand({
        stateMachineArn: run.state === 'undoing' ? machines.offboard : machines.onboard,
        name: runExecutionName(tenantId, run.run_id, run.attempt),
        input: JSON.stringify({ tenant_id: tenantId, run_id: run.run_id, path }),
      });
      try {
        await client.send(command);
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
    async isRunning(tenantId, run) {
      const name = runExecutionName(tenantId, run.run_id, run.attempt);
      // Which of the two an attempt went to is not told by the run's state once that has changed.
      const statuses = await Promise.all(
        [machines.onboard, machines.offboard].map((machine) => statusOf(executionArn(machine, name))),
      );
      return statuses.includes('RUNNING');
    },
  };
}
