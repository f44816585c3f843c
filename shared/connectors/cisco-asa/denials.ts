import type { MessageRow } from '#shared/connectors/cisco-asa/messages.ts';

const DENIED = 'network network connection,denied firewall-rule failure 2';
const ALLOWED = 'network network connection,allowed firewall-rule success 1';
const BUILT = 'network network connection,start flow-creation success 1';
const ENDED = 'network network connection,end flow-expiration success 1';
const ATTACK = 'network intrusion_detection,network info attack-detected failure 6';

/** Access lists, spoofing, inspection and other refusals. */
export const denials: readonly MessageRow[] = [
  [
    '106001',
    DENIED,
    '{network.direction} {network.transport} connection denied from {src} to {dst} flags {tcp.flags} on interface {observer.ingress.interface.name}',
  ],
  [
    '106002',
    DENIED,
    '{network.transport} Connection denied by outbound list {rule.name} src {src} dest {dst}',
  ],
  [
    '106006',
    DENIED,
    'Deny {network.direction} {network.transport} from {src} to {dst} on interface {observer.ingress.interface.name}',
    'Deny {network.direction} {network.transport} from {src} to {dst}',
  ],
  [
    '106007',
    DENIED,
    'Deny {network.direction} {network.transport} from {src} to {dst} due to {event.reason}',
  ],
  [
    '106010',
    DENIED,
    'Deny {network.direction} protocol {network.iana_number} src {src} dst {dst}',
    'Deny {network.direction} {network.transport} src {src} dst {dst}',
  ],
  [
    '106011',
    DENIED,
    'Deny {network.direction} (No xlate) {network.transport} src {src} dst {dst}',
    'Deny {network.direction} (No xlate) protocol {network.iana_number} src {src} dst {dst}',
  ],
  ['106012', DENIED, 'Deny IP from {src} to {dst}, IP options {event.reason}'],
  ['106013', DENIED, 'Dropping echo request from {src} to PAT address {dst}'],
  [
    '106014',
    DENIED,
    'Deny {network.direction} {network.transport} src {src} dst {dst} (type {icmp.type}, code {icmp.code})',
  ],
  [
    '106015',
    DENIED,
    'Deny {network.transport} (no connection) from {src} to {dst} flags {tcp.flags}  on interface {observer.ingress.interface.name}',
    'Deny {network.transport} (no connection) from {src} to {dst} flags {tcp.flags} on interface {observer.ingress.interface.name}',
  ],
  [
    '106016',
    'network network connection,denied ip-spoof failure 6',
    'Deny IP spoof from ({src}) to {dst} on interface {observer.ingress.interface.name}',
  ],
  ['106017', ATTACK, 'Deny IP due to Land Attack from {src} to {dst}'],
  [
    '106018',
    DENIED,
    '{network.transport} packet type {icmp.type} denied by outbound list {rule.name} src {src} dest {dst}',
  ],
  ['106020', ATTACK, 'Deny IP teardrop fragment (size = {_}, offset = {_}) from {src} to {dst}'],
  [
    '106021',
    'network network connection,denied reverse-path-check failure 4',
    'Deny {network.transport} reverse path check from {src} to {dst} on interface {observer.ingress.interface.name}',
  ],
  [
    '106022',
    'network network connection,denied ip-spoof failure 6',
    'Deny {network.transport} connection spoof from {src} to {dst} on interface {observer.ingress.interface.name}',
  ],
  [
    '106023',
    DENIED,
    'Deny {network.transport} src {src} dst {dst} (type {icmp.type}, code {icmp.code}) by access-group "{rule.name}"',
    'Deny protocol {network.iana_number} src {src} dst {dst} by access-group "{rule.name}"',
    'Deny {network.transport} src {src} dst {dst} by access-group "{rule.name}"',
    'Deny {network.transport} src {src} dst {dst} by access-group {rule.name} ',
  ],
  [
    '106027',
    DENIED,
    'Deny {_} src {src} dst {dst} by access-group "{rule.name}"',
    'Failed to {event.reason} src {src} dst {dst}',
  ],
  [
    '106100',
    ALLOWED,
    'access-list {rule.name} {acl-action} {network.transport} {src}({src-port}) -> {dst}({dst-port}) hit-cnt {asa.hit_count} {_}',
    'access-list {rule.name} {acl-action} {network.transport} {src} -> {dst} hit-cnt {asa.hit_count} ',
  ],
  [
    '106102,106103',
    ALLOWED,
    "access-list {rule.name} {acl-action} {network.transport} for user '{user.name}' {src}({src-port}) -> {dst}({dst-port}) hit-cnt {asa.hit_count} ",
  ],
  ['107001,107002', DENIED, 'RIP auth failed from {src}:', 'RIP pkt failed from {src}:'],
  [
    '108003',
    DENIED,
    'Terminating ESMTP/SMTP connection; malicious pattern detected in the mail address from {src} to {dst}.',
  ],
  [
    '110002',
    'network network connection,denied no-route failure 2',
    'Failed to locate egress interface for {network.transport} from {src} to {dst}',
  ],
  [
    '110003',
    'network network connection,denied no-route failure 2',
    'Routing failed to locate next hop for {network.transport} from {src} to {dst}',
    'Routing failed to locate next-hop for {network.transport} from {src} to {dst}',
  ],
  [
    '209003,209004,209005',
    DENIED,
    'Discard IP fragment set with more than {_} elements: src = {src}, dest = {dst}',
    '{event.reason}: src = {src}, dest = {dst}',
  ],
  [
    '313001',
    DENIED,
    'Denied ICMP type={icmp.type}, code={icmp.code} from {src} on interface {observer.ingress.interface.name}',
  ],
  [
    '313004',
    DENIED,
    'Denied ICMP type={icmp.type}, from laddr {src} on interface {observer.ingress.interface.name} to {dst}: ',
    'Denied ICMP type={icmp.type}, from laddr {src} on interface {observer.ingress.interface.name} to {dst}',
  ],
  [
    '313005',
    DENIED,
    'No matching connection for ICMP error message: {network.transport} src {src} dst {dst} (type {icmp.type}, code {icmp.code}) on {observer.ingress.interface.name} interface',
  ],
  [
    '313008',
    DENIED,
    'Denied ICMPv6 type={icmp.type}, code={icmp.code} from {src} on interface {observer.ingress.interface.name}',
  ],
  ['313009', DENIED, 'Denied invalid ICMP code {icmp.code}, for {src} ({nat-src}) to {dst} ({nat-dst})'],
  ['314003,314004', DENIED],
  [
    '313003',
    DENIED,
    'Invalid destination for ICMP error message: ICMP source {src} destination {dst} (type {_}, code {_}) on {observer.ingress.interface.name} interface',
    'Invalid destination for ICMP error message: {network.transport} src {src} dst {dst} (type {_}, code {_}) on {observer.ingress.interface.name} interface',
  ],
  [
    '322001',
    DENIED,
    'Deny MAC address {source.mac}, possible spoof attempt on interface {observer.ingress.interface.name}',
  ],
  [
    '322002,322003',
    ATTACK,
    'ARP inspection check failed for arp {_} received from host {source.mac} on interface {observer.ingress.interface.name}',
  ],
  ['337009', DENIED],
  [
    '338001,338002,338003,338004,338005,338006,338007,338008,338201,338202,338203,338204',
    'network intrusion_detection,network info botnet-traffic - 6',
    'Dynamic Filter {event.reason} {_}listed {network.transport} traffic from {src} ({nat-src}) to {dst} ({nat-dst}), {_} resolved from {_} list: {destination.domain}, threat-level: {threat.level}, category: {rule.category}',
    'Dynamic Filter {event.reason} {_}listed {network.transport} traffic from {src} ({nat-src}) to {dst} ({nat-dst}), ',
    'Dynamic Filter {event.reason} {network.transport} traffic from {src} ({nat-src}) to {dst} ({nat-dst}), {_} resolved from {_} list: {destination.domain}, threat-level: {threat.level}, category: {rule.category}',
    'Dynamic Filter {event.reason} {network.transport} traffic from {src} ({nat-src}) to {dst} ({nat-dst}), ',
  ],
  [
    '400000,400001,400002,400003,400004,400005,400006,400007,400008,400009,400010,400011,400012,400013,400014,400015,400023,400024,400025,400026,400027,400028,400029,400030,400031,400032',
    ATTACK,
    'IPS:{rule.id} {rule.name} from {src} to {dst} on interface {observer.ingress.interface.name}',
    'IDS:{rule.id} {rule.name} from {src} to {dst} on interface {observer.ingress.interface.name}',
  ],
  ['401002', 'network network denied shun-added success 5', 'Shun added: {src} {dst}'],
  ['401003', 'network network info shun-deleted success 3', 'Shun deleted: {src}'],
  [
    '401004',
    DENIED,
    'Shunned packet: {src} ==> {dst} on interface {observer.ingress.interface.name}',
    'Shunned packet: {src} = {dst} on interface {observer.ingress.interface.name}',
  ],
  [
    '406001,406002',
    DENIED,
    'FTP port command low port: {src} to {dst} on interface {observer.ingress.interface.name}',
    'FTP port command different address: {src} to {dst}',
  ],
  [
    '407001,407002',
    DENIED,
    'Deny traffic for local-host {_}:{source.ip}, license',
    'Embryonic limit {_} for through connections exceeded.{src} to {dst} ({nat-dst}) on interface {observer.ingress.interface.name}',
    'Embryonic limit for through connections exceeded {_}. {src} to {destination.ip}({destination.nat.ip})/{destination.port} on interface {observer.ingress.interface.name}',
  ],
  ['410001', DENIED, 'Dropped {network.transport} DNS {_} from {src} to {dst}; {event.reason}'],
  ['410003', DENIED, 'DNS Classification: {event.reason} DNS query (id {_}) from {src} to {dst}'],
  [
    '415006,415007,415008',
    DENIED,
    'HTTP - matched {rule.name} in policy-map {_}, {event.reason} connection from {src} to {dst}',
  ],
  [
    '419001,419002',
    ATTACK,
    'Dropping TCP packet from {src} to {dst}, reason: {event.reason}',
    'Duplicate TCP SYN from {src} to {dst} with',
  ],
  ['430001,430002,430003,430004,430005', BUILT],
  [
    '434002,434004',
    DENIED,
    'SFR requested to drop {network.transport} packet from {src} to {dst}',
    'SFR requested {_} to bypass further packet redirection and process {network.transport} flow from {src} to {dst}',
  ],
  [
    '500001,500002',
    'network network,web info content-modified - 2',
    'ActiveX content in java script is modified: src {src} dest {dst} on interface {observer.ingress.interface.name}',
  ],
  [
    '500003,500004',
    ATTACK,
    'Bad {network.transport} hdr length ({_}) from {src} to {dst}, flags: {tcp.flags}, on interface {observer.ingress.interface.name}',
    'Invalid transport field for protocol={network.transport}, from {src} to {dst}',
  ],
  [
    '507003',
    ENDED,
    '{network.transport} flow from {src} to {dst} terminated by inspection engine, reason - {event.reason}.',
  ],
  ['607001', BUILT, 'Pre-allocate SIP {_} secondary channel for {src} to {dst} from {_} message'],
  ['609001', 'network network start local-host-created success 1', 'Built local-host {src}'],
  [
    '609002',
    'network network end local-host-removed success 1',
    'Teardown local-host {src} duration {duration}',
  ],
  [
    '710001,710002',
    ALLOWED,
    '{network.transport} access requested from {src} to {dst}',
    '{network.transport} access permitted from {src} to {dst}',
  ],
  ['710003', DENIED, '{network.transport} access denied by ACL from {src} to {dst}'],
  ['710005,710006', DENIED, '{network.transport} request discarded from {src} to {dst}'],
  [
    '733100',
    'network intrusion_detection info scanning-threat - 5',
    '[{rule.name}] drop rate-{_} exceeded.',
    '[ {rule.name}] drop rate-{_} exceeded.',
  ],
  [
    '733101,733102,733103',
    'network intrusion_detection,network info scanning-threat - 5',
    'Host {src} is {event.reason}.',
    'Threat-detection adds host {src} to shun list',
    'Threat-detection removes host {src} from shun list',
    'Object {rule.name} ({src}) is {event.reason}.',
  ],
];
