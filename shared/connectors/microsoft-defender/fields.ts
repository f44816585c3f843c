import type { NamedMapping } from '#shared/connectors/named-fields.ts';
import { splitEndpoint } from '#shared/connectors/vocabulary.ts';

const hash = (value: unknown): unknown =>
  typeof value === 'string' && /^[0-9a-fA-F]{32,128}$/.test(value) ? value.toLowerCase() : undefined;
const lower = (value: unknown): unknown => String(value).toLowerCase();
const email = (value: unknown): unknown => (String(value).includes('@') ? value : undefined);
const whole = (value: unknown): unknown => (String(value).includes('/') ? value : undefined);
const host = (value: unknown): unknown => {
  const text = String(value).replace(/^[a-z]{2,8}:\/\//i, '');
  return text.split(/[/?#:]/, 1)[0];
};
const address = (value: unknown): unknown => splitEndpoint(String(value)).ip;
const mac = (value: unknown): unknown => {
  const plain = String(value)
    .replace(/[^0-9a-fA-F]/g, '')
    .toUpperCase();
  return plain.length === 12 ? plain.replace(/(..)(?=.)/g, '$1-') : undefined;
};
const transport = (value: unknown): unknown =>
  /^(tcp|udp|icmp)/i.test(String(value))
    ? String(value)
        .toLowerCase()
        .replace(/v[46]$/, '')
    : undefined;
/** `["Process Discovery (T1057)"]`: the ids stand in brackets behind the names. */
const techniqueIds = (value: unknown): unknown => String(value).match(/T\d{4}(?:\.\d{3})?/g) ?? undefined;
const text = (value: unknown): unknown => String(value);

/** Columns that stand in every advanced hunting table, by their bare names. */
export const commonFields: readonly NamedMapping[] = [
  ['devicename', 'host.name'],
  ['devicednsname', 'host.name'],
  ['computerdnsname', 'host.name'],
  ['deviceid', 'host.id'],
  ['machineid', 'host.id'],
  ['osplatform', 'host.os.name'],
  ['osversion', 'host.os.version'],
  ['osversioninfo', 'host.os.full'],
  ['publicip', 'host.ip'],
  ['macaddress', 'host.mac', mac],
  ['actiontype', 'event.action'],
  ['reportid', 'event.sequence'],
  ['tenantid', 'cloud.account.id'],
  // Who.
  ['accountname', 'user.name'],
  ['accountdomain', 'user.domain'],
  ['accountsid', 'user.id'],
  ['onpremsid', 'user.entity.id'],
  ['accountupn', 'user.email', email],
  ['accountupn', 'user.name'],
  ['accountdisplayname', 'user.full_name'],
  ['accountntdomain', 'user.domain'],
  ['accountuserprincipalname', 'user.email', email],
  ['accountobjectid', 'user.id'],
  ['accountid', 'user.id'],
  ['userid', 'user.email', email],
  ['userid', 'user.name'],
  ['targetaccountupn', 'user.target.email', email],
  ['targetaccountname', 'user.target.name'],
  ['targetaccountupn', 'user.target.name'],
  ['targetaccountdisplayname', ['user.target.full_name', 'user.target.name']],
  ['requestaccountname', 'user.name'],
  ['requestaccountdomain', 'user.domain'],
  ['requestaccountsid', 'user.id'],
  // The network.
  ['localip', 'source.ip', address],
  ['localport', 'source.port'],
  ['ipaddress', 'source.ip', address],
  ['clientip', 'source.ip', address],
  ['port', 'source.port'],
  ['remoteip', 'destination.ip', address],
  ['remoteport', 'destination.port'],
  ['destinationipaddress', 'destination.ip', address],
  ['destinationport', 'destination.port'],
  ['destinationdevicename', 'destination.domain'],
  ['targetdevicename', 'destination.domain'],
  ['remotedevicename', 'source.domain'],
  ['requestsourceip', 'source.ip', address],
  ['requestsourceport', 'source.port'],
  ['remoteurl', ['url.original', 'url.full'], whole],
  ['remoteurl', ['url.domain', 'destination.domain'], host],
  ['fileoriginurl', ['url.original', 'url.full'], whole],
  ['fileoriginurl', 'url.domain', host],
  ['fileoriginreferrerurl', 'http.request.referrer'],
  ['fileoriginip', 'destination.ip', address],
  ['url', ['url.original', 'url.full'], whole],
  ['url', 'url.domain', host],
  ['urldomain', 'url.domain'],
  ['protocol', 'network.transport', transport],
  ['protocol', 'network.protocol', (v) => (transport(v) === undefined ? lower(v) : undefined)],
  ['useragent', 'user_agent.original'],
  ['countrycode', 'source.geo.country_iso_code'],
  ['city', 'source.geo.city_name'],
  ['isp', 'source.as.organization.name'],
  ['dnsquerystring', 'dns.question.name'],
  ['query', 'dns.question.name', (v) => (/^[\w.-]{1,253}$/.test(String(v)) ? v : undefined)],
  ['failurereason', 'event.reason'],
  ['application', 'service.name'],
  // Files and the registry.
  ['folderpath', 'file.path'],
  ['filename', 'file.name'],
  ['sha256', 'file.hash.sha256', hash],
  ['sha1', 'file.hash.sha1', hash],
  ['md5', 'file.hash.md5', hash],
  ['filesize', 'file.size'],
  ['sharename', 'file.target_path'],
  ['signer', 'file.code_signature.subject_name'],
  ['registrykey', ['registry.path', 'registry.key']],
  ['registryvaluename', 'registry.value'],
  ['registryvaluedata', 'registry.data.strings', text],
  ['registryvaluetype', 'registry.data.type'],
  ['pipename', 'file.name'],
  ['servicename', 'service.name'],
  ['taskname', 'process.title'],
  ['threatname', 'rule.name'],
  ['certificateserialnumber', 'x509.serial_number'],
  // Mail.
  ['subject', 'email.subject'],
  ['emailsubject', 'email.subject'],
  ['sendermailfromaddress', 'email.sender.address'],
  ['senderfromaddress', 'email.from.address'],
  ['recipientemailaddress', 'email.to.address'],
  ['internetmessageid', 'email.message_id'],
  ['networkmessageid', 'email.local_id'],
  ['senderipv4', 'source.ip', address],
  ['senderipv6', 'source.ip', address],
  ['senderfromdomain', 'source.domain'],
  ['emaildirection', 'email.direction', lower],
  ['deliveryaction', 'event.action'],
  // Alerts.
  ['alertid', 'event.id'],
  ['title', ['rule.name', 'message']],
  ['category', 'threat.tactic.name', (v) => (/^AdvancedHunting/.test(String(v)) ? undefined : v)],
  ['attacktechniques', 'threat.technique.id', techniqueIds],
  ['attacktechniques', 'threat.technique.name'],
  ['categories', 'rule.category'],
  ['threattypes', 'threat.indicator.type'],
  ['servicesource', 'event.provider'],
  ['severity', 'log.level'],
];

/** Of tables about a process that was started: the process itself, and who started it as its parent. */
export const processFields: readonly NamedMapping[] = [
  ['processid', 'process.pid', (v) => (Number(v) > 0 ? v : undefined)],
  ['processcommandline', 'process.command_line'],
  ['processuniqueid', 'process.entity_id', text],
  ['folderpath', 'process.executable'],
  ['filename', 'process.name'],
  ['sha256', 'process.hash.sha256', hash],
  ['sha1', 'process.hash.sha1', hash],
  ['md5', 'process.hash.md5', hash],
  ['processintegritylevel', 'winlog.integrity_level'],
  ['initiatingprocessid', 'process.parent.pid'],
  ['initiatingprocesscommandline', 'process.parent.command_line'],
  ['initiatingprocessfolderpath', 'process.parent.executable'],
  ['initiatingprocessfilename', 'process.parent.name'],
  ['initiatingprocesssha256', 'process.parent.hash.sha256', hash],
  ['initiatingprocesssha1', 'process.parent.hash.sha1', hash],
  ['initiatingprocessmd5', 'process.parent.hash.md5', hash],
  ['initiatingprocessuniqueid', 'process.parent.entity_id', text],
  ['initiatingprocessaccountname', 'process.parent.user.name'],
  ['initiatingprocessparentid', 'process.parent.group_leader.pid'],
];

/** Of all other tables: the process that did it. */
export const initiatorFields: readonly NamedMapping[] = [
  ['initiatingprocessid', 'process.pid'],
  ['initiatingprocesscommandline', 'process.command_line'],
  ['initiatingprocessfolderpath', 'process.executable'],
  ['initiatingprocessfilename', 'process.name'],
  ['initiatingprocesssha256', 'process.hash.sha256', hash],
  ['initiatingprocesssha1', 'process.hash.sha1', hash],
  ['initiatingprocessmd5', 'process.hash.md5', hash],
  ['initiatingprocessuniqueid', 'process.entity_id', text],
  ['initiatingprocessparentid', 'process.parent.pid'],
  ['initiatingprocessparentfilename', 'process.parent.name'],
  ['initiatingprocessversioninfocompanyname', 'process.pe.company'],
  ['initiatingprocessversioninfoproductname', 'process.pe.product'],
  ['initiatingprocessversioninfooriginalfilename', 'process.pe.original_file_name'],
  ['processcommandline', 'process.command_line'],
  ['processid', 'process.pid', (v) => (Number(v) > 0 ? v : undefined)],
];

/** Who ran that process, where the table names no account of its own. */
export const initiatorAccount: readonly NamedMapping[] = [
  ['initiatingprocessaccountname', 'user.name'],
  ['initiatingprocessaccountdomain', 'user.domain'],
  ['initiatingprocessaccountsid', 'user.id'],
  ['initiatingprocessaccountupn', 'user.email', email],
];
