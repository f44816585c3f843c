import { transportOf } from '#shared/connectors/protocols.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

/** ECS key ← the names key=value logs and plain JSON logs of many products give it, compared in lower case without `-`, `_`, `.` and blanks. */
const names: Readonly<Record<string, string>> = {
  'source.ip':
    'src srcip sourceip sip client clientip clientaddr clientaddress clientipaddress remoteip remoteaddr remoteaddress srcaddr srcaddress sourceaddress sourceipaddress ipsrc saddr rhost ip ipaddr ipaddress peer fromip sourceaddr remotehost xforwardedfor callingstationid',
  'source.port': 'spt srcport sourceport sport clientport remoteport',
  'source.mac': 'smac srcmac sourcemac clientmac mac',
  'source.bytes': 'srcbytes sourcebytes bytesout sentbyte bytessent outbytes sent',
  'source.nat.ip': 'natsrc natsrcip natsourceip xlatesrc sourcetranslatedaddress srcnatip',
  'source.nat.port': 'natsport natsrcport xlatesport sourcetranslatedport srcnatport',
  'destination.ip':
    'dst dstip destip destinationip dip dstaddr dstaddress destaddr destinationaddress daddr ipdst toip targetip serverip dest destinationipaddress',
  'destination.port': 'dpt dstport destport destinationport dport serverport',
  'destination.mac': 'dmac dstmac destmac destinationmac',
  'destination.bytes': 'dstbytes destinationbytes bytesin rcvdbyte bytesreceived inbytes rcvd respbytes',
  'destination.nat.ip': 'natdst natdstip natdestinationip xlatedst destinationtranslatedaddress dstnatip',
  'destination.nat.port': 'natdport natdstport xlatedport destinationtranslatedport dstnatport',
  'destination.domain':
    'dhost dsthost desthost destinationhost destinationdomain destinationhostname dsthostname',
  'source.domain': 'shost srchost sourcehost sourcehostname srchostname clienthostname clienthost',
  'user.name':
    'user username usr suser srcuser sourceuser usrname login loginname account accountname acct userid uname actor principal',
  'user.domain': 'userdomain accountdomain sntdom ntdomain',
  'user.id': 'uid suid usersid auid',
  'user.email': 'email useremail mail emailaddress usermail upn userprincipalname actoremail',
  'user.target.name': 'targetuser targetusername duser dstuser destuser destinationuser',
  'user_agent.original': 'useragent httpuseragent requestclientapplication ua',
  'event.action': 'action act eventtype eventname event operation activity op',
  'event.code': 'eventid eventcode msgid messageid signatureid logid',
  'event.outcome': 'outcome result success',
  'event.reason': 'reason statusmessage error errormessage failurereason err',
  'network.protocol': 'service app appproto application protocolname',
  'network.direction': 'direction',
  'network.bytes': 'bytes totalbytes',
  'network.packets': 'packets totalpackets',
  'rule.name': 'rule rulename policy policyname signature signaturename sig acl aclname',
  'rule.id': 'ruleid policyid ruleuuid',
  'host.name':
    'host hostname computer computername machine machinename server servername device devicehostname node nodename endpoint',
  'host.ip': 'hostip localip deviceip',
  'http.request.method': 'method requestmethod httpmethod verb',
  'http.request.referrer': 'referer referrer httpreferer httpreferrer',
  'http.request.bytes': 'requestsize',
  'http.response.bytes': 'responsesize',
  'http.response.status_code': 'statuscode httpstatus responsecode httpcode httpstatuscode responsestatus',
  'url.domain': 'urldomain urlhost vhost fqdn domainname sitename httphost serverfqdn',
  'dns.question.name': 'query qname queryname dnsquery question',
  'dns.question.type': 'qtype querytype recordtype',
  'process.name': 'process processname proc procname program image exe',
  'process.pid': 'pid processid',
  'process.command_line': 'cmd command commandline cmdline processcommandline',
  'process.parent.name': 'parentprocess parentprocessname parentimage parentname',
  'process.parent.pid': 'ppid parentpid parentprocessid',
  'file.path': 'filepath file fullpath objectpath',
  'file.name': 'filename fname',
  'file.size': 'filesize fsize',
  'file.hash.md5': 'md5 filemd5 hashmd5 md5hash',
  'file.hash.sha1': 'sha1 filesha1 hashsha1 sha1hash',
  'file.hash.sha256': 'sha256 filesha256 hashsha256 sha256hash',
  'email.from.address': 'sender mailfrom emailfrom fromaddress',
  'email.to.address': 'recipient recipients rcpt rcptto mailto emailto toaddress',
  'email.subject': 'emailsubject mailsubject',
  'threat.indicator.name': 'malware malwarename virus virusname threat threatname',
  'threat.software.name': 'malwarefamily',
  'cloud.account.id': 'accountid awsaccountid subscriptionid projectid cloudaccount',
  'cloud.region': 'region awsregion cloudregion',
  'session.id': 'sessionid sessid',
  message: 'msg message log description',
};

const byName: ReadonlyMap<string, string> = new Map(
  Object.entries(names).flatMap(([key, list]) => list.split(' ').map((name) => [name, key] as const)),
);

const HASH: Readonly<Record<number, string>> = {
  32: 'file.hash.md5',
  40: 'file.hash.sha1',
  64: 'file.hash.sha256',
  128: 'file.hash.sha512',
};
const HASH_NAMES: ReadonlySet<string> = new Set(['hash', 'filehash', 'checksum', 'digest']);
const URL_NAMES: ReadonlySet<string> = new Set([
  'url',
  'uri',
  'request',
  'requesturl',
  'requesturi',
  'urlpath',
  'path',
  'link',
  'uripath',
]);
const PROTOCOL_NAMES: ReadonlySet<string> = new Set([
  'proto',
  'protocol',
  'ipproto',
  'ipprotocol',
  'transport',
]);
const TRANSPORTS = /^(tcp|udp|icmp|icmpv6|ipv6-icmp|sctp|gre|esp|ah|igmp|\d{1,3})$/i;

/** ECS `file.hash.*` by the length of a hash; nothing of a text that is none. */
export function putHash(attributes: Attributes, text: string | undefined): boolean {
  const key = text === undefined ? undefined : HASH[text.length];
  if (key === undefined || !/^[0-9a-fA-F]+$/.test(text ?? '')) return false;
  put(attributes, key, text);
  return true;
}

/** `DOMAIN\user` and `user@domain` as ECS takes them apart; the whole of an address that is an e-mail address too. */
export function putUser(attributes: Attributes, text: string | undefined): void {
  if (text === undefined) return;
  const slash = text.indexOf('\\');
  const at = text.indexOf('@');
  if (slash > 0) {
    put(attributes, 'user.domain', text.slice(0, slash));
    put(attributes, 'user.name', text.slice(slash + 1).replace(/^\\/, ''));
    return;
  }
  put(attributes, 'user.name', text);
  if (at > 0 && /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(text)) {
    put(attributes, 'user.email', text);
    put(attributes, 'user.domain', text.slice(at + 1));
  }
}

/** The ECS key that logs mean by a name; null for a name that says nothing to us. */
export function keyNamed(name: string): string | null {
  return byName.get(bareName(name)) ?? null;
}

const bareName = (name: string): string => name.toLowerCase().replace(/[-_. ]/g, '');

/** Writes one named value of a log that no vendor's connector knows; false where the name says nothing to us. */
export function putNamed(attributes: Attributes, name: string, value: unknown): boolean {
  const bare = bareName(name);
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  if (text !== undefined && HASH_NAMES.has(bare)) return putHash(attributes, text);
  if (text !== undefined && URL_NAMES.has(bare)) {
    if (bare === 'path' && !/^\/|:\/\//.test(text)) return false;
    putUrl(attributes, text);
    return true;
  }
  if (text !== undefined && PROTOCOL_NAMES.has(bare)) {
    if (TRANSPORTS.test(text)) {
      const { name: transport, number } = transportOf(text);
      put(attributes, 'network.transport', transport);
      put(attributes, 'network.iana_number', number);
    } else put(attributes, 'network.protocol', text.toLowerCase());
    return true;
  }
  if (bare === 'status') return putStatus(attributes, value);
  const key = byName.get(bare);
  if (key === undefined) return false;
  if (key === 'user.name') putUser(attributes, text);
  else if (key === 'event.outcome') put(attributes, key, value);
  else put(attributes, key, Array.isArray(value) ? value : (text ?? value));
  return attributes[key] !== undefined;
}

/** A number from 100 to 599 is what HTTP answered, everything else an outcome. */
function putStatus(attributes: Attributes, value: unknown): boolean {
  const code = Number(value);
  if (Number.isInteger(code) && code >= 100 && code <= 599)
    put(attributes, 'http.response.status_code', code);
  else put(attributes, 'event.outcome', value);
  return true;
}
