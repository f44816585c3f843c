import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { ImpactAlarm } from './impact-alarm.ts';

export type WorkflowProps = {
  cell: Cell;
  /** The project's folder. */
  root: string;
  /** Folder under `workflows/`; also the stem of the alarm's name. */
  name: string;
  impact: string;
  /** Functions that its definition calls, by the name of their `${…}` in it. */
  calls: Readonly<Record<string, IFunction>>;
  key: IKey;
  alarms: ITopic;
};

/** A state machine from `workflows/<name>/workflow.asl.json`, traced and logged without its data. */
export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { cell, name } = props;
    const definition = readDefinition(props.root, name);
    const logs = new LogGroup(this, 'Logs', {
      retention: cell.logRetentionDays,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const functions = Object.values(props.calls).map((fn) => fn.functionArn);
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functions }));
    this.machine = new StateMachine(this, 'Machine', {
      comment: `Gatehouse ${cell.stage}: workflows/${name}`,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(props.calls).map(([key, fn]) => [key, fn.functionArn]),
      ),
      role,
      // Inputs and results name tenants and what they hold; the path of an execution is enough to find a failure.
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    acknowledge(
      role,
      'Log delivery and X-Ray take no resource: AWS’s documentation of both prescribes *.',
      'IAM5[Resource::*]',
    );
    new ImpactAlarm(this, 'Failed', {
      stage: cell.stage,
      topic: props.alarms,
      name: `${name}-failed`,
      impact: props.impact,
      metric: this.machine.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
    });
  }

  /** All executions of this machine: append `:*`. */
  get executionsArn(): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: this.machine.stateMachineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

function readDefinition(root: string, name: string): string {
  const path = join(root, 'workflows', name, 'workflow.asl.json');
  if (!existsSync(path)) {
    throw new Error(`The workflow ${name} has no definition: write workflows/${name}/workflow.asl.json.`);
  }
  return JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
}
