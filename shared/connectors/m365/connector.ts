import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { textAt } from '#shared/connectors/table.ts';
import { put, splitEndpoint } from '#shared/connectors/vocabulary.ts';

/** Operations by their names, the first that fits (Office 365 Management Activity API). */
const kinds = (
  [
    [/^UserLoggedIn|^UserLoginFailed|MailboxLogin/, 'auth authentication start'],
    [/^(Add user|New-Mailbox$)/, 'auth iam user,creation - - 3'],
    [/^Delete user/, 'auth iam user,deletion - - 3'],
    [/member to role|role/i, 'auth iam change - - 5'],
    [/member (to|from) group/i, 'auth iam group,change - - 3'],
    [/password|^Update user|^Disable account/i, 'auth iam user,change - - 3'],
    [
      /InboxRule|^Set-Mailbox|Add-MailboxPermission|TransportRule/,
      'network email,configuration change - - 5',
    ],
    [
      /^(Send|SendAs|SendOnBehalf|MailItemsAccessed|MessageBind|Create|HardDelete|SoftDelete|MoveToDeletedItems)$/,
      'network email info',
    ],
    [/^File(Accessed|Previewed|Downloaded|SyncDownloadedFull)/, 'storage file access'],
    [/^File(Uploaded|Modified|Renamed|Moved|Copied|Recycled|Deleted)/, 'storage file change'],
    [/Sharing|AnonymousLink|SecureLink/, 'storage file change - - 3'],
    [/Consent|service principal|application/i, 'auth iam change - - 5'],
    [/AuditLogConfig|UnifiedAudit/, 'cloud configuration change - - 8'],
    [/Alert|Malware|Phish|Threat|^TI(Mail|Url)/i, 'network malware,email info - - 6'],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));

const address = (value: unknown): string => splitEndpoint(String(value)).ip;
const port = (value: unknown): string | null => splitEndpoint(String(value)).port;

function classify(value: JsonObject, draft: Draft): Overrides {
  const { attributes } = draft;
  const operation = textAt(value, 'Operation') ?? '';
  const user = textAt(value, 'UserId');
  if (user?.includes('@')) put(attributes, 'user.email', user);
  const status = textAt(value, 'ResultStatus') ?? '';
  const failed = /^(fail|false|denied|error)/i.test(status) || operation === 'UserLoginFailed';
  put(
    attributes,
    'event.outcome',
    failed
      ? 'failure'
      : /^(succe|true|partiallysucce)/i.test(status) || status === ''
        ? 'success'
        : undefined,
  );
  const kind =
    kinds.find(({ pattern }) => pattern.test(operation.slice(0, 200)))?.kind ??
    kindRow('cloud configuration info');
  applyKind(draft, {
    ...kind,
    severity: Math.max(kind.severity ?? 1, failed && kind.category === 'auth' ? 3 : 1),
  });
  if (operation === 'UserLoginFailed') put(attributes, 'failed_login_count', 1);
  if (operation === '') draft.notes.push('no operation stands in it');
  const target = textAt(value, 'ObjectId') ?? textAt(value, 'MailboxOwnerUPN') ?? textAt(value, 'Workload');
  return { target: { type: 'asset', id: target ?? 'm365' } };
}

/** Microsoft 365: the unified audit log of Exchange, SharePoint, OneDrive, Teams and the directory. */
export const m365 = jsonConnector({
  name: 'm365',
  version: '1.0.0',
  system: 'm365',
  category: 'cloud',
  sniff: (value) =>
    typeof value.Operation === 'string' &&
    (value.Workload ?? value.RecordType) !== undefined &&
    value.CreationTime !== undefined,
  time: ['CreationTime'],
  id: 'Id',
  fields: [
    ['Operation', 'event.action'],
    ['Workload', 'event.provider'],
    ['RecordType', 'event.code', String],
    ['UserId', 'user.name'],
    ['UserKey', 'user.id'],
    ['ClientIP', 'source.ip', address],
    ['ClientIPAddress', 'source.ip', address],
    ['ActorIpAddress', 'source.ip', address],
    ['ClientIP', 'source.port', port],
    ['ClientIPAddress', 'source.port', port],
    ['UserAgent', 'user_agent.original'],
    ['ClientInfoString', 'user_agent.original'],
    ['OrganizationId', ['organization.id', 'cloud.account.id']],
    ['OrganizationName', 'organization.name'],
    ['LogonError', 'event.reason'],
    ['ObjectId', 'url.original', (v) => (/^https?:\/\//.test(String(v)) ? v : undefined)],
    ['SourceFileName', 'file.name'],
    ['SourceFileExtension', 'file.extension'],
    ['SourceRelativeUrl', 'file.directory'],
    ['SiteUrl', 'm365.site_url'],
    ['MailboxOwnerUPN', 'user.target.name'],
    ['TargetUserOrGroupName', 'user.target.name'],
    ['Item.Subject', 'email.subject'],
    ['Subject', 'email.subject'],
    ['P2Sender', 'email.from.address'],
    ['Recipients', 'email.to.address'],
    ['InternetMessageId', 'email.message_id'],
    ['SenderIp', 'source.ip'],
    ['OriginatingServer', 'host.name'],
    ['ApplicationId', 'm365.application_id'],
    ['Verdict', 'rule.category'],
    ['Name', 'rule.name'],
    ['ResultStatus', 'm365.result'],
    ['TeamName', 'group.name'],
  ],
  classify,
});
