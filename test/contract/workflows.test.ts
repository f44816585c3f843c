import { randomUUID } from 'node:crypto';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { emulatorConfig } from '../support/scratch.ts';
import { readWorkflows, type Workflow, type WorkflowCase } from '../workflows/definition.ts';

/**
 * Runs each workflow's cases on the emulator's interpreter. Tasks are answered from `cases.json` through the format of
 * AWS Step Functions Local, which the emulator takes at run time; waits and retry intervals are skipped. A fault that
 * passes can't be played: the emulator repeats a mocked error on every retry, so the retries are counted instead.
 */
const workflows = readWorkflows();
/** More calls than any case makes. */
const LAST_CALL = 99;

async function configure(settings: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${inject('stack').aws.endpoint}/_ministack/config`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (!answer.ok) throw new Error(`The emulator did not take its configuration: ${answer.status}`);
}

/** The answers of all cases of a workflow, in Step Functions Local's form. */
function mocks({ cases }: Workflow): { TestCases: object; MockedResponses: Record<string, object> } {
  const responses: Record<string, object> = {};
  const tests: Record<string, Record<string, string>> = {};
  for (const one of cases) {
    tests[one.name] = {};
    for (const [state, answers] of Object.entries(one.answers)) {
      const name = `${one.name}-${state}`;
      (tests[one.name] as Record<string, string>)[state] = name;
      responses[name] = Object.fromEntries(
        answers.map((answer, call) => [
          call === answers.length - 1 ? `${call}-${LAST_CALL}` : `${call}`,
          'throw' in answer ? { Throw: answer.throw } : { Return: answer.return },
        ]),
      );
    }
  }
  return { TestCases: tests, MockedResponses: responses };
}

async function run(client: SFNClient, machineArn: string, one: WorkflowCase) {
  const { executionArn } = await client.send(
    new StartExecutionCommand({
      stateMachineArn: `${machineArn}#${one.name}`,
      input: JSON.stringify(one.input),
    }),
  );
  for (;;) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') {
      const history = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
      const path = (history.events ?? []).flatMap((event) => event.stateEnteredEventDetails?.name ?? []);
      const task_failures = (history.events ?? []).filter((event) => event.type === 'TaskFailed').length;
      return {
        path,
        status: execution.status,
        error: execution.error,
        cause: execution.cause,
        task_failures,
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each(workflows)('the workflow $name', (workflow) => {
  const machine = `scratch-${workflow.name}-${randomUUID()}`;
  let client: SFNClient;
  let arn: string;
  beforeAll(async () => {
    client = new SFNClient(emulatorConfig());
    const { TestCases, MockedResponses } = mocks(workflow);
    await configure({
      'stepfunctions._sfn_mock_config': { StateMachines: { [machine]: { TestCases } }, MockedResponses },
      'stepfunctions._SFN_WAIT_SCALE': 0,
    });
    const made = await client.send(
      new CreateStateMachineCommand({
        name: machine,
        roleArn: 'arn:aws:iam::000000000000:role/scratch',
        definition: workflow.text.replaceAll(
          /\$\{[A-Za-z]+\}/g,
          'arn:aws:lambda:eu-west-1:000000000000:function:never-called',
        ),
      }),
    );
    arn = made.stateMachineArn ?? '';
  });
  afterAll(async () => {
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
    await configure({ 'stepfunctions._sfn_mock_config': {}, 'stepfunctions._SFN_WAIT_SCALE': 1 });
  });

  it.each(workflow.cases)('takes the expected path when $name', async (one) => {
    // The emulator keeps no history of what happens inside of a map; the mocked answers are taken all the same.
    const path = one.path.filter((name) => workflow.definition.States[name] !== undefined);
    const { status, error, cause, task_failures } = one;
    expect(await run(client, arn, one)).toEqual({ path, status, error, cause, task_failures });
  });
});
