import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Domain, Route } from '#shared/api/route.ts';
import type { Cell } from '../config.ts';
import { ControlApi } from '../constructs/control-api.ts';
import { GatehouseFunction } from '../constructs/gatehouse-function.ts';
import { ImpactAlarm } from '../constructs/impact-alarm.ts';
import { IngestApi } from '../constructs/ingest-api.ts';
import { StreamReader } from '../constructs/stream-reader.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { FunctionSpec } from '../function-spec.ts';
import { functionSpecs } from '../functions.ts';
import { applyGrants, environmentOf } from '../grants.ts';
import { type Issuer, issuerOf } from '../issuer.ts';
import type { DataStack } from './data.ts';

export type AppStackProps = StackProps & {
  cell: Cell;
  data: DataStack;
  /** The project's folder. */
  root: string;
  /** Folder of the bundles, one folder for each function. */
  bundles: string;
  routes: readonly Pick<Route, 'method' | 'path' | 'domain' | 'scope'>[];
  /** Where the emulated Cognito really is, on one machine. */
  cognitoEndpoint: string | undefined;
  /** Where senders reach the way in for events, where that is not its own address. */
  ingestUrl: string | undefined;
};

/** The code: functions, what calls them, and what tells when they fail. It holds no state and can be made anew. */
export class AppStack extends Stack {
  readonly ingest: IngestApi;
  readonly control: ControlApi;
  private readonly props: AppStackProps;
  private readonly issuer: Issuer;
  private readonly functions = new Map<string, GatehouseFunction>();

  constructor(scope: Construct, id: string, props: AppStackProps) {
    super(scope, id, { ...props, terminationProtection: props.cell.protect });
    const { cell, data } = props;
    this.props = props;
    this.issuer = issuerOf(this, cell, data.users, props.cognitoEndpoint);
    for (const spec of functionSpecs) this.functions.set(spec.name, this.makeFunction(spec));
    for (const spec of functionSpecs) this.connect(spec);
    this.connectObjects();
    this.makePurge();
    this.makeRuns();
    this.makeProofs();

    const apiDomains: Record<Domain, IFunction> = {
      tenants: this.fn('api-tenants'),
      alerts: this.fn('api-alerts'),
      cases: this.fn('api-cases'),
      connectors: this.fn('api-connectors'),
      content: this.fn('api-content'),
      admin: this.fn('api-admin'),
      onboarding: this.fn('api-onboarding'),
    };
    this.ingest = new IngestApi(this, 'IngestApi', {
      cell,
      key: data.key,
      authorizer: this.fn('authorize-source'),
      ingest: this.fn('ingest'),
      receive: this.fn('receive'),
    });
    this.control = new ControlApi(this, 'ControlApi', {
      cell,
      key: data.key,
      routes: props.routes,
      handlers: apiDomains,
      issuer: this.issuer.url,
      audience: this.issuer.audience,
    });
    for (const { name } of functionSpecs.filter(({ grants }) => grants.pushesEvents)) {
      this.made(name).fn.addEnvironment('INGEST_URL', props.ingestUrl ?? this.ingest.api.url);
    }
    this.makeAlarms(cell);

    new CfnOutput(this, 'IngestApiId', { value: this.ingest.api.restApiId });
    new CfnOutput(this, 'IngestApiUrl', { value: this.ingest.api.url });
    new CfnOutput(this, 'ControlApiId', { value: this.control.api.apiId });
    new CfnOutput(this, 'ControlApiUrl', { value: this.control.api.apiEndpoint });
  }

  private made(name: string): GatehouseFunction {
    const made = this.functions.get(name);
    if (!made) throw new Error(`infra/functions.ts has no function "${name}".`);
    return made;
  }

  private fn(name: string): IFunction {
    return this.made(name).fn;
  }

  private makeFunction(spec: FunctionSpec): GatehouseFunction {
    const { cell, data, bundles } = this.props;
    const made = new GatehouseFunction(this, pascal(spec.name), {
      cell,
      name: spec.name,
      impact: spec.impact,
      codePath: `${bundles}/${spec.name}`,
      memoryMb: spec.memoryMb,
      timeoutSeconds: spec.timeoutSeconds,
      environment: environmentOf(spec, cell, data, this.issuer),
      key: data.key,
      alarms: data.alarms,
    });
    applyGrants(made, spec, data, cell);
    return made;
  }

  private connect({ name, impact, trigger }: FunctionSpec): void {
    const { cell, data } = this.props;
    const base = { cell, name, impact, failures: data.buckets.failures, alarms: data.alarms };
    const reader = this.made(name);
    if (trigger.kind === 'kinesis') {
      const streamArn = data.streams[trigger.stream].streamArn;
      new StreamReader(reader, 'Reader', {
        ...base,
        reader,
        batch: trigger.batch,
        source: { kind: 'kinesis', streamArn },
      });
    } else if (trigger.kind === 'table') {
      const streamArn = data.tables[trigger.table].tableStreamArn;
      if (!streamArn) throw new Error(`The table ${trigger.table} has no stream for ${name}.`);
      new StreamReader(reader, 'Reader', {
        ...base,
        reader,
        batch: trigger.batch,
        source: { kind: 'table', streamArn },
      });
    } else if (trigger.kind === 'schedule') {
      new Rule(reader, 'Daily', {
        description: `Gatehouse ${cell.stage}: ${name}, every day`,
        schedule: Schedule.cron({ hour: String(trigger.hourUtc), minute: '17' }),
        targets: [new LambdaFunction(reader.fn, { retryAttempts: 3 })],
      });
      reader.keepFailures(data.buckets.failures);
    } else if (trigger.kind === 'interval') {
      new Rule(reader, 'Interval', {
        description: `Gatehouse ${cell.stage}: ${name}, every ${trigger.minutes} minutes`,
        schedule: Schedule.rate(Duration.minutes(trigger.minutes)),
        // What fails comes with the next run.
        targets: [new LambdaFunction(reader.fn, { retryAttempts: 0 })],
      });
      reader.keepFailures(data.buckets.failures);
    }
  }

  private connectObjects(): void {
    const reader = this.made('read-objects');
    reader.keepFailures(this.props.data.buckets.failures);
    for (const spec of functionSpecs.filter((candidate) => candidate.grants.asksForObjects)) {
      const asker = this.made(spec.name);
      asker.allow(['lambda:InvokeFunction'], [reader.fn.functionArn]);
      asker.fn.addEnvironment('READ_OBJECTS_FUNCTION', reader.fn.functionName);
    }
  }

  private makePurge(): void {
    const { cell, data, root } = this.props;
    const purge = new Workflow(this, 'PurgeWorkflow', {
      cell,
      root,
      name: 'purge-tenant',
      impact: 'The data of a deleted tenant is not all gone: the tenant stays in status “purging”.',
      calls: { PurgeFunctionArn: this.fn('purge-tenant') },
      key: data.key,
      alarms: data.alarms,
    });
    for (const spec of functionSpecs.filter((candidate) => candidate.grants.startsPurge)) {
      const starter = this.made(spec.name);
      allowStart(starter, purge);
      starter.fn.addEnvironment('PURGE_STATE_MACHINE_ARN', purge.machine.stateMachineArn);
    }
  }

  private makeRuns(): void {
    const onboard = this.makeRunWorkflow(
      'OnboardWorkflow',
      'onboard-tenant',
      'The onboarding of a customer broke off: the run stands as failed and waits for a retry.',
    );
    const offboard = this.makeRunWorkflow(
      'OffboardWorkflow',
      'offboard-tenant',
      'An undo or an off-boarding broke off: things of a customer are still there, and the run waits for a retry.',
    );
    for (const spec of functionSpecs.filter((candidate) => candidate.grants.startsRuns)) {
      const starter = this.made(spec.name);
      starter.fn.addEnvironment('ONBOARD_STATE_MACHINE_ARN', onboard.machine.stateMachineArn);
      starter.fn.addEnvironment('OFFBOARD_STATE_MACHINE_ARN', offboard.machine.stateMachineArn);
      for (const workflow of [onboard, offboard]) allowStart(starter, workflow);
    }
  }

  private makeProofs(): void {
    const { cell, data, root } = this.props;
    const workflow = new Workflow(this, 'ValidateWorkflow', {
      cell,
      root,
      name: 'validate-tenant',
      impact: 'A test of a data source or a validation broke off: it fails when its time is over.',
      calls: { ValidateFunctionArn: this.fn('validate-step') },
      key: data.key,
      alarms: data.alarms,
    });
    for (const spec of functionSpecs.filter((candidate) => candidate.grants.startsProofs)) {
      const starter = this.made(spec.name);
      starter.fn.addEnvironment('VALIDATE_STATE_MACHINE_ARN', workflow.machine.stateMachineArn);
      starter.allow(['states:StartExecution'], [workflow.machine.stateMachineArn]);
    }
  }

  private makeRunWorkflow(id: string, name: string, impact: string): Workflow {
    const { cell, data, root } = this.props;
    const calls = { ProvisionFunctionArn: this.fn('provision-step') };
    return new Workflow(this, id, { cell, root, name, impact, calls, key: data.key, alarms: data.alarms });
  }

  private makeAlarms(cell: Cell): void {
    const base = { stage: cell.stage, topic: this.props.data.alarms };
    const period = { period: Duration.minutes(5), statistic: 'Sum' };
    new ImpactAlarm(this, 'IngestFails', {
      ...base,
      name: 'ingest-api-5xx',
      impact:
        'Senders are answered 503: events stay with them until they try again, and some senders do not.',
      metric: this.ingest.api.metricServerError(period),
      threshold: cell.thresholds.serverErrors,
    });
    new ImpactAlarm(this, 'ControlFails', {
      ...base,
      name: 'control-api-5xx',
      impact: 'The console and scripts get errors from the control plane.',
      metric: this.control.api.metricServerError(period),
      threshold: cell.thresholds.serverErrors,
    });
    new ImpactAlarm(this, 'Throttled', {
      ...base,
      name: 'functions-throttled',
      impact:
        'The account’s limit of concurrent Lambdas is reached: requests are refused and streams fall behind.',
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', ...period }),
      threshold: 1,
      periods: 2,
    });
  }
}

function allowStart(starter: GatehouseFunction, workflow: Workflow): void {
  starter.allow(['states:StartExecution'], [workflow.machine.stateMachineArn]);
  starter.allowUnder(
    ['states:DescribeExecution'],
    workflow.executionsArn,
    ':*',
    'Executions are named by tenant while the cell runs; these are one state machine’s.',
  );
}

/** `api-tenants` → `ApiTenants`. */
function pascal(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
}
