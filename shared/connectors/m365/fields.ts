import type { Mapping } from '#shared/connectors/table.ts';
import { splitEndpoint } from '#shared/connectors/vocabulary.ts';

const address = (value: unknown): unknown =>
  typeof value === 'string' ? splitEndpoint(value).ip : undefined;
const port = (value: unknown): unknown => (typeof value === 'string' ? splitEndpoint(value).port : undefined);
const email = (value: unknown): unknown =>
  typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value) ? value : undefined;
const url = (value: unknown): unknown =>
  typeof value === 'string' && /^https?:\/\//i.test(value) ? value : undefined;
const domain = (value: unknown): unknown =>
  typeof value === 'string' ? /^https?:\/\/([^/?#:]+)/i.exec(value)?.[1] : undefined;
const domainOf = (value: unknown): unknown =>
  typeof value === 'string' ? /^[^@\s]+@([^@\s]+)$/.exec(value)?.[1] : undefined;
const trimmed = (value: unknown): unknown =>
  typeof value === 'string' ? value.trim().split(/[\s(]/, 1)[0] : undefined;
const attachments = (value: unknown): unknown =>
  typeof value === 'string'
    ? value
        .split(';')
        .map((item) => item.replace(/\(\d+b\)\s*$/, '').trim())
        .filter((item) => item !== '')
    : undefined;
const text = (value: unknown): unknown =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** Microsoft's Management Activity API schema: the common fields, then those of each workload. */
export const m365Fields: readonly Mapping[] = [
  ['Operation', 'event.action'],
  ['Workload', ['event.provider', 'service.name']],
  ['OfficeWorkload', ['event.provider', 'service.name']],
  ['RecordType', 'event.code', text],
  ['UserId', 'user.name'],
  ['UserId', 'user.domain', domainOf],
  ['LogonUserSid', 'user.id'],
  ['UserKey', 'user.id'],
  ['LogonUserDisplayName', 'user.full_name'],
  ['ClientIP', ['source.ip', 'client.ip'], address],
  ['ClientIPAddress', ['source.ip', 'client.ip'], address],
  ['ActorIpAddress', ['source.ip', 'client.ip'], address],
  ['SenderIp', 'source.ip', address],
  ['UserIp', ['source.ip', 'client.ip'], address],
  ['ClientIP', 'source.port', port],
  ['ClientIPAddress', 'source.port', port],
  ['UserAgent', 'user_agent.original'],
  ['ClientInfoString', 'user_agent.original'],
  ['BrowserName', 'user_agent.name'],
  ['BrowserVersion', 'user_agent.version'],
  ['Platform', 'user_agent.os.name', (v) => (typeof v === 'string' ? v : undefined)],
  ['DeviceDisplayName', 'host.name'],
  ['DeviceName', 'host.name'],
  ['ClientProcessName', 'process.name'],
  ['ProcessName', 'process.name'],
  ['OrganizationId', ['organization.id', 'cloud.account.id']],
  ['OrganizationName', 'organization.name'],
  ['LogonError', 'event.reason'],
  ['ErrorNumber', 'error.code', (v) => (v === '0' || v === 0 ? undefined : text(v))],
  ['OriginatingServer', 'server.address', trimmed],
  ['EventDeepLink', ['event.url', 'event.reference']],
  ['DeepLinkUrl', ['event.url', 'event.reference']],
  ['AlertLinks.0.AlertLinkHref', 'event.url'],
  ['ApplicationId', 'm365.application_id'],
  ['ApplicationDisplayName', 'process.title'],
  ['ResultStatus', 'm365.result'],
  ['SessionId', 'm365.session_id'],
  // SharePoint, OneDrive, Teams.
  ['ObjectId', ['url.original', 'url.full'], url],
  ['OfficeObjectId', ['url.original', 'url.full'], url],
  ['MessageURLs.0', 'url.original', url],
  ['Url', ['url.original', 'url.full'], url],
  ['ObjectId', 'url.domain', domain],
  ['Url', 'url.domain', domain],
  ['SiteUrl', 'url.domain', domain],
  ['SourceFileName', 'file.name'],
  ['FileName', 'file.name'],
  ['DestinationFileName', 'file.name'],
  ['SourceFileExtension', 'file.extension'],
  ['SourceRelativeUrl', 'file.directory'],
  ['FileSizeBytes', 'file.size'],
  ['FileSize', 'file.size'],
  ['FilePathUrl', 'file.path'],
  ['TargetFilePath', 'file.target_path'],
  ['FileData.FileName', 'file.name'],
  ['FileData.SHA256', 'file.hash.sha256'],
  ['FileData.FilePath', 'file.path'],
  ['FileData.FileSize', 'file.size'],
  ['FileData.MalwareFamily', 'threat.software.name'],
  ['Sha256', 'file.hash.sha256'],
  ['Sha1', 'file.hash.sha1'],
  ['SiteUrl', 'm365.site_url'],
  ['TeamName', 'group.name'],
  ['TeamGuid', 'group.id'],
  ['TargetUserOrGroupName', 'user.target.email', email],
  ['TargetUserOrGroupName', 'user.target.name'],
  ['Members.0.UPN', ['user.target.name', 'user.target.email']],
  ['ItemName', 'm365.item'],
  ['PolicyId', 'rule.id'],
  ['SearchQueryText', 'm365.query'],
  // Exchange.
  ['MailboxOwnerUPN', 'user.target.email', email],
  ['MailboxOwnerUPN', 'user.target.name'],
  ['MailboxOwnerSid', 'user.target.id'],
  ['Item.ParentFolder.MemberUpn', 'related.user'],
  ['Item.ParentFolder.Path', 'm365.folder'],
  ['Item.Subject', 'email.subject'],
  ['Item.InternetMessageId', 'email.message_id'],
  ['Item.Attachments', 'email.attachments.file.name', attachments],
  ['AffectedItems.0.Subject', 'email.subject'],
  ['AffectedItems.0.InternetMessageId', 'email.message_id'],
  ['AffectedItems.0.Attachments', 'email.attachments.file.name', attachments],
  ['Folders.0.FolderItems.0.InternetMessageId', 'email.message_id'],
  ['SendAsUserSmtp', 'email.from.address'],
  ['SendOnBehalfOfUserSmtp', 'email.from.address'],
  // Threat intelligence, data loss prevention, alerts.
  ['Subject', 'email.subject'],
  ['P2Sender', 'email.from.address'],
  ['Sender', 'email.from.address', email],
  ['P1Sender', ['email.sender.address', 'email.reply_to.address']],
  ['Recipients', 'email.to.address'],
  ['InternetMessageId', 'email.message_id'],
  ['NetworkMessageId', 'email.local_id'],
  ['Directionality', 'email.direction', (v) => (typeof v === 'string' ? v.toLowerCase() : undefined)],
  ['AttachmentData.0.FileName', ['email.attachments.file.name', 'file.name']],
  ['AttachmentData.0.SHA256', ['email.attachments.file.hash.sha256', 'file.hash.sha256']],
  ['AttachmentData.0.MalwareFamily', 'threat.software.name'],
  ['Verdict', 'rule.category'],
  ['VirusInfo', 'threat.software.name'],
  ['VirusVendor', 'threat.indicator.provider'],
  ['DeliveryAction', 'event.reason'],
  ['Policy', 'rule.ruleset'],
  ['ExchangeMetaData.From', 'email.from.address'],
  ['ExchangeMetaData.To', 'email.to.address'],
  ['ExchangeMetaData.CC', 'email.cc.address'],
  ['ExchangeMetaData.BCC', 'email.bcc.address'],
  ['ExchangeMetaData.Subject', 'email.subject'],
  ['ExchangeMetaData.MessageID', 'email.message_id'],
  ['SharePointMetaData.From', 'user.target.name'],
  ['SharePointMetaData.FileName', 'file.name'],
  ['SharePointMetaData.FilePathUrl', 'url.original', url],
  ['PolicyDetails.0.Rules.0.RuleName', 'rule.name'],
  ['PolicyDetails.0.PolicyName', 'rule.ruleset'],
  ['Name', 'rule.name'],
  ['InvestigationName', 'rule.name'],
  ['AlertId', 'event.id'],
];
