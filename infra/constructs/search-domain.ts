import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

/** The search cluster: reached over TLS with signed requests only, by principals that their own policies allow. */
export class SearchDomain extends Construct {
  readonly domain: CfnDomain;

  constructor(scope: Construct, id: string, props: { cell: Cell; key: IKey }) {
    super(scope, id);
    const { cell, key } = props;
    const { search } = cell;
    const stack = Stack.of(this);
    const domainName = `gatehouse-${cell.stage}`;
    const removalPolicy = cell.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const logGroup = new LogGroup(this, 'Logs', {
      retention: cell.logRetentionDays,
      encryptionKey: key,
      removalPolicy,
    });
    const logPolicy = new ResourcePolicy(this, 'LogPolicy', {
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('es.amazonaws.com')],
          actions: ['logs:PutLogEvents', 'logs:CreateLogStream'],
          resources: [logGroup.logGroupArn],
          conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
        }),
      ],
    });
    const logs = { enabled: true, cloudWatchLogsLogGroupArn: logGroup.logGroupArn };

    this.domain = new CfnDomain(this, 'Domain', {
      domainName,
      engineVersion: 'OpenSearch_3.3',
      clusterConfig: {
        instanceCount: search.dataNodes,
        instanceType: search.dataType,
        dedicatedMasterEnabled: search.masterNodes > 0,
        ...(search.masterNodes > 0
          ? { dedicatedMasterCount: search.masterNodes, dedicatedMasterType: search.masterType }
          : {}),
        zoneAwarenessEnabled: search.dataNodes > 1,
        ...(search.dataNodes > 1
          ? { zoneAwarenessConfig: { availabilityZoneCount: Math.min(3, search.dataNodes) } }
          : {}),
        multiAzWithStandbyEnabled: false,
      },
      ebsOptions: { ebsEnabled: true, volumeType: 'gp3', volumeSize: search.volumeGib },
      encryptionAtRestOptions: { enabled: true, kmsKeyId: key.keyId },
      nodeToNodeEncryptionOptions: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
      offPeakWindowOptions: { enabled: true },
      logPublishingOptions: { ES_APPLICATION_LOGS: logs, SEARCH_SLOW_LOGS: logs, INDEX_SLOW_LOGS: logs },
      accessPolicies: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new AccountRootPrincipal()],
            actions: ['es:ESHttpDelete', 'es:ESHttpGet', 'es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'],
            resources: [
              stack.formatArn({ service: 'es', resource: 'domain', resourceName: `${domainName}/*` }),
            ],
          }),
        ],
      }),
    });
    this.domain.applyRemovalPolicy(removalPolicy);
    this.domain.node.addDependency(logPolicy);

    acknowledge(
      this.domain,
      'Outside a VPC on purpose: the functions then need no NAT (fixed cost per zone), and every request is TLS and signed by a principal of this account whose own policy allows it.',
      'OS1',
      'OS3',
    );
    if (search.masterNodes === 0) {
      acknowledge(
        this.domain,
        'A cell for trying things out: one node, rebuilt from DynamoDB if it is lost.',
        'OS4',
        'OS7',
      );
    }
  }
}
