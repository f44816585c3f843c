import type { Connector, JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { m365Fields } from '#shared/connectors/m365/fields.ts';
import { readLists } from '#shared/connectors/m365/lists.ts';
import { messageTrace, traceRow } from '#shared/connectors/m365/message-trace.ts';
import { severityOf } from '#shared/connectors/microsoft-defender/severity.ts';
import { jsonObject } from '#shared/connectors/parse-json.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

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
    [/^TIMail|^AtpDetection|Malware|Phish|^SafeLinks|^TIUrl/i, 'network malware,email info - - 6'],
    [/^Alert|^AirInvestigation|Threat|^MCAS/i, 'cloud intrusion_detection info - - 6'],
    [/^Dlp/i, 'storage intrusion_detection info - - 5'],
    [/^(Member|Team|Chat|Channel|Message|Bot|Tab|Connector|Meeting)/, 'cloud configuration change'],
    [/^Search|^Copilot|^Page|^List|^View/, 'storage file access'],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));

function classify(value: JsonObject, draft: Draft): Overrides {
  const { attributes } = draft;
  const operation = textAt(value, 'Operation') ?? '';
  const user = textAt(value, 'UserId');
  if (user !== null && /^[^@\s]+@[^@\s]+$/.test(user)) put(attributes, 'user.email', user);
  readLists(value, attributes);
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
  const isAlert = /^Alert(Triggered|Entity)|^AirInvestigation|^TIMail|^AtpDetection/.test(operation);
  if (isAlert) put(attributes, 'event.kind', 'alert');
  const declared = isAlert ? (severityOf(textAt(value, 'Severity') ?? attributes['log.level']) ?? 1) : 1;
  applyKind(draft, {
    ...kind,
    severity: Math.max(
      isAlert && declared > 1 ? declared : (kind.severity ?? 1),
      failed && kind.category === 'auth' ? 3 : 1,
    ),
  });
  if (operation === 'UserLoginFailed') put(attributes, 'failed_login_count', 1);
  if (operation === '') draft.notes.push('no operation stands in it');
  const target = textAt(value, 'ObjectId') ?? textAt(value, 'MailboxOwnerUPN') ?? textAt(value, 'Workload');
  return { target: { type: 'asset', id: target ?? 'm365' } };
}

/** The record itself: as the API gives it, or inside what Graph, an export or a collector put around it. */
function recordOf(value: JsonObject): JsonObject {
  const inner = objectAt(value, 'o365audit') ?? objectAt(value, 'auditData') ?? objectAt(value, 'AuditData');
  if (inner !== null) return inner;
  const text = textAt(value, 'AuditData') ?? textAt(value, 'auditData');
  return (text === null ? null : jsonObject(text)) ?? value;
}

const isRecord = (value: JsonObject): boolean =>
  typeof value.Operation === 'string' &&
  (value.Workload ?? value.RecordType ?? value.OfficeWorkload) !== undefined &&
  (value.CreationTime ?? value.TimeGenerated) !== undefined;

const records = jsonConnector({
  name: 'm365',
  version: '1.3.0',
  system: 'm365',
  category: 'cloud',
  sniff: isRecord,
  time: ['CreationTime', 'TimeGenerated'],
  id: 'Id',
  fields: m365Fields,
  classify,
});

/** Microsoft 365: the unified audit log of Exchange, SharePoint, OneDrive, Teams, the directory and the alert centres; Exchange's message trace. */
export const m365 = {
  ...records,
  sniff: (value) => isRecord(recordOf(value)) || traceRow(value) !== null,
  read: (value, context) => {
    const row = traceRow(value);
    return row === null ? records.read(recordOf(value), context) : messageTrace.read(row, context);
  },
} satisfies Connector;
