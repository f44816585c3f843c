import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { dryRunExecutionName, proofExecutionName } from '#shared/aws/names.ts';
import { executionArn } from '#shared/aws/sfn-workflows.ts';
import type { DryRunName, DryRuns, ProofRuns } from '#shared/ports/proof-store.ts';

async function startOnce(
  client: SFNClient,
  stateMachineArn: string,
  name: string,
  input: object,
): Promise<void> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

export function makeSfnProofRuns(client: SFNClient, machine: string): ProofRuns {
  return {
    start: (tenantId, work) =>
      startOnce(client, machine, proofExecutionName(tenantId, work.id), { tenant_id: tenantId, ...work }),
  };
}

export function makeSfnDryRuns(client: SFNClient, machines: Readonly<Record<DryRunName, string>>): DryRuns {
  return {
    start: (tenantId, workflow, id) =>
      startOnce(client, machines[workflow], dryRunExecutionName(tenantId, id), {
        tenant_id: tenantId,
        dry_run: true,
      }),
    async status(tenantId, workflow, id) {
      const arn = executionArn(machines[workflow], dryRunExecutionName(tenantId, id));
      try {
        return (await client.send(new DescribeExecutionCommand({ executionArn: arn }))).status ?? null;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return null;
        throw error;
      }
    },
  };
}
