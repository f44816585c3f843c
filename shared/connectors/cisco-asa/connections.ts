import type { MessageRow } from '#shared/connectors/cisco-asa/messages.ts';

const DENIED = 'network network connection,denied firewall-rule failure 2';
const BUILT = 'network network connection,start flow-creation success 1';
const ENDED = 'network network connection,end flow-expiration success 1';
const NAT_BUILT = 'network network connection,start translation-created success 1';
const NAT_ENDED = 'network network connection,end translation-removed success 1';

/** Connections, access lists and translations (Cisco Secure Firewall ASA Series Syslog Messages). */
export const connections: readonly MessageRow[] = [
  [
    '302013,302015,302017',
    BUILT,
    'Built {network.direction} {network.transport} connection {asa.connection_id} for {src} ({nat-src}) to {dst} ({nat-dst}) ({user.name})',
    'Built {network.direction} {network.transport} connection {asa.connection_id} for {src} ({nat-src}) to {dst} ({nat-dst})',
    'Built {network.direction} {network.transport} connection {asa.connection_id} from {src} ({nat-src}) to {dst} ({nat-dst})',
    'Built {network.transport} connection {asa.connection_id} for {src} ({nat-src}) to {dst} ({nat-dst})',
  ],
  [
    '302014,302016,302018',
    ENDED,
    'Teardown {network.transport} connection {asa.connection_id} for {src} to {dst} duration {duration} bytes {network.bytes} {event.reason}',
    'Teardown {network.transport} connection {asa.connection_id} for {src} to {dst} duration {duration} bytes {network.bytes}',
    'Teardown {network.transport} connection {asa.connection_id} from {src} to {dst} duration {duration} bytes {network.bytes}',
  ],
  [
    '302020',
    BUILT,
    'Built {network.direction} ICMP connection for faddr {faddr} gaddr {gaddr} laddr {laddr} type {icmp.type} code {icmp.code}',
    'Built {network.direction} ICMP connection for faddr {faddr} gaddr {gaddr} laddr {laddr}',
    'Built ICMP connection for faddr {faddr} gaddr {gaddr} laddr {laddr}',
  ],
  [
    '302021',
    ENDED,
    'Teardown ICMP connection for faddr {faddr} gaddr {gaddr} laddr {laddr} type {icmp.type} code {icmp.code}',
    'Teardown ICMP connection for faddr {faddr} gaddr {gaddr} laddr {laddr}',
    'Teardown {network.transport} connection {asa.connection_id} from {src} ({nat-src}) to {dst} ({nat-dst})',
  ],
  ['302003,302009,302010,302012', BUILT],
  [
    '302022,302024,302026',
    BUILT,
    'Built {_} stub {network.transport} connection for {src} ({nat-src}) to {dst} ({nat-dst})',
  ],
  [
    '302023,302025,302027',
    ENDED,
    'Teardown {_} {network.transport} connection for {src} to {dst} duration {duration} forwarded bytes {network.bytes} reason {event.reason}',
    'Teardown {_} {network.transport} connection for {src} to {dst} duration {duration} forwarded bytes {network.bytes} {event.reason}',
  ],
  [
    '302035,302303,302305',
    BUILT,
    'Built {network.direction} {network.transport} connection {asa.connection_id} for {src} ({nat-src}) to {dst} ({nat-dst})',
    'Built {network.transport} state-bypass connection {asa.connection_id} from {src} ({nat-src}) to {dst} ({nat-dst})',
  ],
  [
    '302036,302304,302306',
    ENDED,
    'Teardown {network.transport} connection {asa.connection_id} from {src} to {dst} duration {duration} bytes {network.bytes} {event.reason}',
    'Teardown {network.transport} connection {asa.connection_id} for {src} to {dst} duration {duration} bytes {network.bytes} {event.reason}',
  ],
  [
    '303002',
    'network network,file access ftp-transfer success 1',
    'FTP connection from {src} to {dst}, user {user.name} {event.action} file {file.path}',
  ],
  [
    '304001',
    'network network,web access url-access success 1',
    '{src} Accessed URL {dst-url}',
    '{src} Accessed JAVA URL {dst-url}',
  ],
  [
    '304002',
    'network network,web access,denied url-access failure 2',
    'Access denied URL {url.original} SRC {src} DEST {dst}',
  ],
  ['305009', NAT_BUILT, 'Built {_} translation from {src} to {nat-src}'],
  ['305010', NAT_ENDED, 'Teardown {_} translation from {src} to {nat-src} duration {duration}'],
  ['305011', NAT_BUILT, 'Built {_} {network.transport} translation from {src} to {nat-src}'],
  [
    '305012',
    NAT_ENDED,
    'Teardown {_} {network.transport} translation from {src} to {nat-src} duration {duration}',
  ],
  [
    '305005',
    'network network connection,denied translation-failed failure 2',
    'No translation group found for {network.transport} src {src} dst {dst}',
  ],
  [
    '305006',
    'network network connection,denied translation-failed failure 2',
    '{_} translation creation failed for {network.transport} src {src} dst {dst}',
  ],
  [
    '305013',
    DENIED,
    'Asymmetric NAT rules matched for forward and reverse flows; Connection for {network.transport} src {src} dst {dst} denied due to {event.reason}',
    'Asymmetric NAT rules matched for forward and reverse flows; Connection {network.transport} src {src} dst {dst} denied',
  ],
];
