import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeSfnWorkflows } from '#shared/aws/sfn-workflows.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const client = new SFNClient({ region: 'eu-west-1' });
const sfn = mockClient(client);
beforeEach(() => sfn.reset());
const arn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:purge';
const workflows = makeSfnWorkflows(client, { purgeStateMachineArn: arn });
const acme = tenantIdSchema.parse('acme');

const starts = () => sfn.commandCalls(StartExecutionCommand).map((call) => call.args[0].input);

function exists(status: ExecutionStatus): void {
  const error = new ExecutionAlreadyExists({ message: 'exists', $metadata: {} });
  sfn.on(StartExecutionCommand, { name: 'purge-acme' }).rejects(error);
  sfn.on(DescribeExecutionCommand).resolves({ status });
}

describe('starting a purge', () => {
  it('names the execution after the tenant, so that a second start finds the first', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    await workflows.startPurge(acme, 'request-1');
    expect(starts()).toEqual([
      {
        stateMachineArn: arn,
        name: 'purge-acme',
        input: '{"tenant_id":"acme","request_id":"request-1"}',
      },
    ]);
  });

  it.each(['RUNNING', 'SUCCEEDED'] as const)(
    'is done already while the first purge is %s',
    async (status) => {
      exists(status);
      await workflows.startPurge(acme, 'request-2');
      expect(starts()).toHaveLength(1);
      const [asked] = sfn.commandCalls(DescribeExecutionCommand);
      expect(asked?.args[0].input.executionArn).toBe(
        'arn:aws:states:eu-west-1:000000000000:execution:purge:purge-acme',
      );
    },
  );

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
    'starts once more when the first purge ended as %s, once for one request',
    async (status) => {
      exists(status);
      await workflows.startPurge(acme, 'request-3');
      await workflows.startPurge(acme, 'request-3');
      const names = starts().map((input) => input.name);
      expect(names[1]).toMatch(/^purge-acme-[0-9a-f]{16}$/);
      expect(names[3]).toBe(names[1]);
    },
  );

  it('passes on every other error', async () => {
    sfn.on(StartExecutionCommand).rejects(new Error('denied'));
    await expect(workflows.startPurge(acme, 'request-4')).rejects.toThrow('denied');
  });
});
