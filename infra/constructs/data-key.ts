import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';

/** The one customer key of a cell: everything that holds tenants' data or logs is encrypted with it. */
export class DataKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: { cell: Cell }) {
    super(scope, id);
    const { stage, protect } = props.cell;
    const stack = Stack.of(this);
    this.key = new Key(this, 'Key', {
      description: `Gatehouse ${stage}: data at rest`,
      alias: `gatehouse/${stage}`,
      enableKeyRotation: true,
      removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const use = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroupsOfThisCell',
        principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: use,
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: `gatehouse-${stage}-*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsToTheAlarmsTopic',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
  }
}
