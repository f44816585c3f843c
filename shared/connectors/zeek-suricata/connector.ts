import type { Connector, JsonObject, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector } from '#shared/connectors/json-connector.ts';
import { kindTable } from '#shared/connectors/kind-row.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { observerNameSetting } from '#shared/connectors/setting.ts';
import { objectAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';
import { readSuricata, suricataFields } from '#shared/connectors/zeek-suricata/suricata.ts';
import { readTsv, sniffTsv } from '#shared/connectors/zeek-suricata/tsv.ts';
import { readZeek } from '#shared/connectors/zeek-suricata/zeek.ts';
import { zeekFields } from '#shared/connectors/zeek-suricata/zeek-fields.ts';
import { isMarked, logOf } from '#shared/connectors/zeek-suricata/zeek-logs.ts';

const isSuricata = (value: JsonObject): boolean =>
  typeof value.event_type === 'string' && (value.src_ip ?? value.flow_id ?? value.stats) !== undefined;
const isZeek = (value: JsonObject): boolean =>
  (value['id.orig_h'] ?? objectAt(value, 'id')?.orig_h) !== undefined ||
  (value.ts !== undefined && (value.fuid ?? value.uid ?? value._path) !== undefined) ||
  (isMarked(value) && (typeof value.ts === 'number' || typeof value.ts === 'string'));

const FLOW = 'network network connection';
const kinds = kindTable({
  'conn,conn_long,flow,netflow,tunnel,weird,packet,anomaly,drop,traceroute,dpd,analyzer': FLOW,
  dns: 'network network connection,protocol dns',
  'http,http2,websocket': 'network network,web access',
  'ssl,tls,x509,ocsp,quic,ssh,rdp,smb,smb_cmd,smb_mapping,irc,sip,nfs,ftp,mqtt_connect,mqtt_publish,mqtt_subscribe,syslog,bittorrent_dht,dce_rpc,snmp,sip,mqtt,dhcp,ntp,ike,pgsql,ldap,rfb,dnp3,modbus,mysql,socks':
    'network network connection,protocol',
  'kerberos,krb5,ntlm,radius': 'auth authentication,network start',
  'files,fileinfo,pe,ftp_data,tftp,smb_files': 'network file,network info',
  smtp: 'network email,network info',
  'notice,intel,signatures': 'network intrusion_detection,network info - - 5',
  alert: 'network intrusion_detection,network info',
  'software,known_hosts,known_services,known_certs,stats,capture_loss,reporter,engine': 'ops host info',
});

function classify(value: JsonObject, draft: Draft): void {
  const { attributes } = draft;
  const fromSuricata = isSuricata(value);
  draft.system = fromSuricata ? 'suricata' : 'zeek';
  const name = fromSuricata ? (textAt(value, 'event_type') ?? '') : logOf(value);
  put(attributes, 'event.provider', draft.system);
  put(attributes, 'event.dataset', `${draft.system}.${name}`);
  const transport = transportOf(textAt(value, 'proto') ?? textAt(value, 'port_proto') ?? undefined);
  put(attributes, 'network.transport', transport.name);
  put(attributes, 'network.iana_number', transport.number);
  if (!fromSuricata) readZeek(value, name, draft);
  else {
    readSuricata(value, name, draft);
    if (name === 'alert') {
      put(attributes, 'event.kind', 'alert');
      put(attributes, 'event.outcome', attributes['event.action_word'] === 'blocked' ? 'failure' : 'success');
      // Suricata's 1 is the gravest of 4.
      draft.severity = { '1': 8, '2': 5, '3': 3, '4': 1 }[textAt(value, 'alert.severity') ?? '3'] ?? 3;
    }
  }
  const version = textAt(value, 'tls.version') ?? textAt(value, 'version') ?? '';
  put(
    attributes,
    'tls.version',
    /(?:TLS|SSL)\D{0,2}(\d\.?\d?)$/i.exec(version)?.[1]?.replace(/^1(\d)$/, '1.$1'),
  );
  const kind = kinds.get(name);
  if (kind === undefined) draft.notes.push('a log type that is not known');
  put(attributes, 'event.action', attributes['event.action_word']);
  applyKind(draft, {
    category: 'network',
    ecs: ['network'],
    type: ['info'],
    action: name === '' ? 'event' : name,
    ...kind,
  });
}

const common = {
  name: 'zeek-suricata',
  version: '1.3.0',
  category: 'network',
  sniff: (value: JsonObject) => isSuricata(value) || isZeek(value),
  time: ['ts', 'timestamp', '@timestamp'],
  id: null,
  classify: (value: JsonObject, draft: Draft) => {
    classify(value, draft);
    return undefined;
  },
} as const;
const suricata = jsonConnector({ ...common, system: 'suricata', fields: suricataFields });
const zeek = jsonConnector({ ...common, system: 'zeek', fields: zeekFields });

/** Zeek's logs as JSON and as lines parted by tabs, and Suricata's EVE. */
export const zeekSuricata = {
  name: common.name,
  version: common.version,
  settings: [observerNameSetting],
  sniff: common.sniff,
  read: (value: JsonObject, context: ReadContext) =>
    (isSuricata(value) ? suricata : zeek).read(value, context),
  text: {
    sniff: sniffTsv,
    read: (text, context) => {
      const value = readTsv(text);
      return value === null ? null : zeek.read(value, context);
    },
  },
} satisfies Connector;
