import { isIP } from 'node:net';
import { awsFields } from '#shared/connectors/aws-cloudtrail/fields.ts';
import { flowLogFormatSetting } from '#shared/connectors/aws-cloudtrail/flow-log-format.ts';
import { readGuardDuty } from '#shared/connectors/aws-cloudtrail/guardduty.ts';
import {
  isFlowObject,
  readFlowLine,
  readFlowObject,
  sniffFlowLine,
} from '#shared/connectors/aws-cloudtrail/vpc-flow.ts';
import type { Connector, JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { type JsonTable, jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow, kindTable } from '#shared/connectors/kind-row.ts';
import { listAt, objectAt, textAt } from '#shared/connectors/table.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const isInsight = (value: JsonObject): boolean =>
  value.eventType === 'AwsCloudTrailInsight' && objectAt(value, 'insightDetails') !== null;
const isTrail = (value: JsonObject): boolean =>
  typeof value.eventSource === 'string' &&
  typeof value.eventName === 'string' &&
  (value.eventVersion ?? value.userIdentity ?? value.awsRegion) !== undefined;
const isFinding = (value: JsonObject): boolean =>
  (value.schemaVersion !== undefined || value.SchemaVersion !== undefined) &&
  (value.service ?? value.Service) !== undefined &&
  (value.accountId ?? value.AccountId) !== undefined;
const isResolver = (value: JsonObject): boolean =>
  value.query_name !== undefined && value.srcaddr !== undefined;

const API = kindRow('cloud configuration info');
/** Calls that mean more than a call. */
const calls = kindTable({
  ConsoleLogin: 'auth authentication start',
  'AssumeRole,AssumeRoleWithSAML,AssumeRoleWithWebIdentity,AssumeRoot,GetFederationToken,GetSessionToken,SwitchRole,UserAuthentication,CredentialVerification,CredentialChallenge':
    'auth authentication start',
  'CreateUser,CreateLoginProfile': 'auth iam user,creation - - 4',
  'DeleteUser,DeleteLoginProfile': 'auth iam user,deletion - - 3',
  'UpdateUser,UpdateLoginProfile,ChangePassword': 'auth iam user,change - - 3',
  'CreateAccessKey,UpdateAccessKey,DeleteAccessKey': 'auth iam user,change - - 4',
  'AttachUserPolicy,AttachRolePolicy,AttachGroupPolicy,PutUserPolicy,PutRolePolicy,PutGroupPolicy,UpdateAssumeRolePolicy':
    'auth iam change - - 4',
  'AddUserToGroup,RemoveUserFromGroup': 'auth iam group,change - - 4',
  CreateGroup: 'auth iam group,creation - - 3',
  DeleteGroup: 'auth iam group,deletion - - 3',
  'CreateRole,CreatePolicy,CreatePolicyVersion': 'auth iam creation - - 3',
  'DeactivateMFADevice,DeleteVirtualMFADevice': 'auth iam user,change - - 6',
  'StopLogging,DeleteTrail,UpdateTrail,PutEventSelectors,DeleteDetector,DeleteFlowLogs,DisableRule,StopConfigurationRecorder,DeleteConfigurationRecorder':
    'cloud configuration change - - 8',
  'GetObject,HeadObject,ListObjects,ListObjectsV2,PutObject,DeleteObject,CopyObject': 'storage file access',
  'PutBucketPolicy,PutBucketAcl,DeleteBucketPolicy,PutBucketPublicAccessBlock':
    'storage configuration change - - 5',
  CreateBucket: 'storage configuration creation - - 2',
  DeleteBucket: 'storage configuration deletion - - 4',
  'AuthorizeSecurityGroupIngress,AuthorizeSecurityGroupEgress,RevokeSecurityGroupIngress,RevokeSecurityGroupEgress':
    'cloud network,configuration change - - 4',
  RunInstances: 'cloud configuration,host creation - - 2',
  TerminateInstances: 'cloud configuration,host deletion - - 3',
  GetSecretValue: 'cloud configuration access - - 3',
});

function classify(value: JsonObject, draft: Draft): Overrides | undefined {
  const { attributes } = draft;
  put(attributes, 'cloud.provider', 'aws');
  if (isFinding(value)) return readGuardDuty(value, draft);
  if (isResolver(value)) {
    const answers = listAt(value, 'answers').map((one) => textAt(one, 'Rdata')?.replace(/\.$/, ''));
    put(attributes, 'dns.answers.data', answers);
    put(attributes, 'dns.resolved_ip', answers);
    put(attributes, 'network.protocol', 'dns');
    const action = textAt(value, 'firewall_rule_action');
    if (action !== null) put(attributes, 'event.outcome', action === 'BLOCK' ? 'failure' : 'success');
    delete attributes['event.outcome_word'];
    applyKind(draft, kindRow('network network connection,protocol dns-query'));
    return undefined;
  }
  if (isInsight(value)) {
    const origin = textAt(value, 'insightDetails.eventSource');
    applyKind(draft, kindRow('cloud configuration info - - 4'));
    return origin === null ? undefined : { target: { type: 'asset', id: origin } };
  }
  if (!isTrail(value)) draft.notes.push('neither a CloudTrail event nor one of the AWS logs beside it');
  const service = textAt(value, 'eventSource');
  put(attributes, 'cloud.service.name', service?.split('.', 1)[0]);
  putOrigin(textAt(value, 'sourceIPAddress'), attributes);
  const arn = textAt(value, 'userIdentity.arn');
  const session = arn?.includes(':assumed-role/') ? arn.slice(arn.lastIndexOf('/') + 1) : null;
  put(attributes, 'aws.cloudtrail.session_name', session);
  const account = session ?? textAt(value, 'userIdentity.userName');
  if (account !== null && /^[^\s@]{1,128}@[^\s@]{1,253}$/.test(account))
    put(attributes, 'user.email', account);
  if (/^i-[0-9a-f]{8,17}$/.test(String(attributes['host.id'] ?? '')))
    put(attributes, 'cloud.instance.id', attributes['host.id']);
  const key = textAt(value, 'requestParameters.key');
  if (textAt(value, 'eventSource') === 's3.amazonaws.com') put(attributes, 'file.path', key);
  const login = attributes['url.original'];
  if (typeof login === 'string') {
    delete attributes['url.original'];
    putUrl(attributes, login);
  }
  if (attributes['user.name'] === undefined && textAt(value, 'userIdentity.type') === 'Root')
    put(attributes, 'user.name', 'root');
  const name = textAt(value, 'eventName') ?? '';
  const result =
    textAt(value, 'responseElements.ConsoleLogin') ??
    textAt(value, 'responseElements.CredentialVerification');
  const failed =
    !/^(200)?$/.test(String(attributes['error.code'] ?? '')) ||
    attributes['error.message'] !== undefined ||
    result === 'Failure';
  put(attributes, 'event.outcome', failed ? 'failure' : 'success');
  put(attributes, 'event.reason', attributes['error.message']);
  const kind = calls.get(name) ?? generalKind(name);
  applyKind(draft, { ...kind, severity: failed ? Math.max(3, kind.severity ?? 1) : (kind.severity ?? 1) });
  if (name === 'ConsoleLogin' && failed) put(attributes, 'failed_login_count', 1);
  const resource = resourceOf(value);
  put(attributes, 'cloud.resource.id', resource);
  const actor =
    textAt(value, 'userIdentity.invokedBy') !== null && attributes['user.name'] === undefined
      ? { actor: { type: 'service' as const, id: textAt(value, 'userIdentity.invokedBy') ?? 'unknown' } }
      : {};
  const target = resource ?? textAt(value, 'eventSource');
  return target === null ? actor : { ...actor, target: { type: 'asset', id: target } };
}

/** An address, several of them behind proxies, or the name of the AWS service that called. */
function putOrigin(origin: string | null, attributes: Draft['attributes']): void {
  if (origin === null) return;
  const [first = '', ...others] = origin.split(',').map((part) => part.trim());
  // `AWS Internal` names no machine.
  if (first.includes(' ')) put(attributes, 'source.address', first);
  else put(attributes, isIP(first) === 0 ? 'source.domain' : 'source.ip', first);
  put(attributes, 'network.forwarded_ip', others);
}

function generalKind(name: string): typeof API {
  if (/^(Create|Put|Run|Register|Add|Import|Allocate)/.test(name)) return { ...API, type: ['creation'] };
  if (/^(Delete|Remove|Terminate|Deregister|Release|Revoke)/.test(name))
    return { ...API, type: ['deletion'] };
  if (
    /^(Update|Modify|Set|Attach|Detach|Enable|Disable|Start|Stop|Tag|Untag|Associate|Disassociate)/.test(name)
  )
    return { ...API, type: ['change'] };
  return { ...API, type: ['access'] };
}

function resourceOf(value: JsonObject): string | null {
  const [first] = listAt(value, 'resources');
  const bucket = textAt(value, 'requestParameters.bucketName');
  return (
    textAt(first, 'ARN') ??
    textAt(first, 'arn') ??
    (bucket === null ? null : `arn:aws:s3:::${bucket}`) ??
    textAt(value, 'requestParameters.instanceId') ??
    textAt(value, 'requestParameters.roleArn')
  );
}

const table: JsonTable = {
  name: 'aws-cloudtrail',
  version: '1.3.0',
  settings: [flowLogFormatSetting],
  system: 'aws',
  category: 'cloud',
  free: ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails'],
  sniff: (value) => isTrail(value) || isInsight(value) || isFinding(unwrapDetail(value)) || isResolver(value),
  time: [
    'eventTime',
    'service.eventLastSeen',
    'Service.EventLastSeen',
    'query_timestamp',
    'updatedAt',
    'UpdatedAt',
    'time',
  ],
  id: 'eventID',
  fields: awsFields,
  classify,
};
const json = jsonConnector(table);

/** EventBridge carries a GuardDuty finding in `detail`. */
function unwrapDetail(value: JsonObject): JsonObject {
  return typeof value['detail-type'] === 'string' ? (objectAt(value, 'detail') ?? value) : value;
}

/** AWS CloudTrail, and beside it VPC flow logs, GuardDuty findings and Route 53 resolver queries. */
export const awsCloudtrail: Connector = {
  ...json,
  sniff: (value) => json.sniff(value) || isFlowObject(value),
  read: (value, context) =>
    isFlowObject(value) ? readFlowObject(value) : json.read(unwrapDetail(value), context),
  text: { sniff: sniffFlowLine, read: readFlowLine },
};
