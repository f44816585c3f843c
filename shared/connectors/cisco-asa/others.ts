import type { MessageRow } from '#shared/connectors/cisco-asa/messages.ts';

const FAILOVER = 'ops host change failover - 3';
const IPSEC = 'network network info ipsec - 1';
const STATE = 'ops host info system-state - 2';

/** The device itself: failover, tunnels, resources, certificates. */
export const others: readonly MessageRow[] = [
  [
    '101001,101002,101003,101004,101005,102001,103001,103002,103003,103004,103005,104001,104002,104003,104004,105001,105002,105003,105004,105005,105006,105007,105008,105009,105043',
    FAILOVER,
  ],
  ['199001,199002,199005,199018,199020,199021', STATE],
  [
    '201002,201003,201008,201009,201010,201011,201012',
    'network network connection,denied connection-limit failure 4',
    'Embryonic connection limit exceeded {_} for {_} packet from {src} to {dst} on interface {observer.ingress.interface.name}',
    'Connection limit exceeded {_} for {_} packet from {src} to {dst} on interface {observer.ingress.interface.name}',
    '{event.reason}',
  ],
  [
    '202001,202005,202010',
    'network network connection,denied translation-failed failure 4',
    'Out of address translation slots!',
    '[{_}] NAT pool exhausted. Unable to create {_} connection from {src} to {dst}',
    'NAT pool exhausted. Unable to create {_} connection from {src} to {dst}',
  ],
  ['211001,211003,321001,321002,321003,321004,321005,321006', STATE],
  ['212001,212002,212003,212004', STATE],
  ['216001,216004,218001', STATE],
  ['301001,301002', STATE],
  ['311001,311002,311003,311004', FAILOVER],
  ['317001,317002,317003,317004,318001,318002,336010', 'network network info routing - 2'],
  ['324000,324001', 'network network connection,denied gtp-dropped failure 3'],
  ['326001,331001,332003', 'network network info network-service - 2'],
  ['335001,335003,335004', 'network network info nac - 1'],
  [
    '402114,402115,402116,402117,402118,402119,402120',
    'network intrusion_detection,network info ipsec-anomaly failure 4',
    'IPSEC: Received an {_} packet (SPI= {_}, sequence number= {_}) from {src} (user= {user.name}) to {dst} ',
    'IPSEC: Received an {_} packet (SPI= {_}) from {src} to {dst} ',
    'IPSEC: Received a {_} packet from {src} to {dst} ',
  ],
  [
    '405001',
    'network intrusion_detection,network info arp-collision - 5',
    'Received ARP {_} collision from {source.ip}/{source.mac} on interface {observer.ingress.interface.name} with existing ARP entry {_}/{destination.mac}',
    'Received ARP {_} collision from {source.ip}/{source.mac} on interface {observer.ingress.interface.name}',
  ],
  ['409023', STATE],
  [
    '411001,411002,411003,411004',
    STATE,
    'Line protocol on Interface {observer.ingress.interface.name}, changed state to {event.reason}',
    'Line protocol on interface {observer.ingress.interface.name} changed state to {event.reason}',
  ],
  ['413001,413002,505001,505013,505015', STATE],
  ['415001', 'network network connection,denied http-inspection failure 3'],
  [
    '418001',
    'network network connection,denied through-the-device failure 2',
    'Through-the-device packet to/from management-only network is denied: {network.transport} src {src} dst {dst}',
  ],
  [
    '420002,420003',
    'network intrusion_detection,network connection,denied ips-dropped failure 5',
    'IPS requested to drop {network.transport} packet from {src} to {dst}',
  ],
  [
    '602101',
    'network network info pmtu - 1',
    'PMTU-D packet {_} bytes greater than effective mtu {_} dest_addr={destination.ip}, src_addr={source.ip}, prot={network.transport}',
  ],
  [
    '602303,602304',
    IPSEC,
    'IPSEC: An {network.direction} {_} SA (SPI= {_}) between {src} and {dst} (user= {user.name}) has been {event.reason}.',
    'IPSEC: An {network.direction} {_} SA (SPI= {_}) between {src} and {dst} ',
  ],
  [
    '604101,604102,604103,604104,604105',
    'network network info dhcp - 1',
    'DHCP daemon interface {observer.ingress.interface.name}:  address granted {source.mac} ({source.ip})',
  ],
  ['612001,613001,614001,617001', STATE],
  [
    '702305,702307',
    IPSEC,
    'IPSEC: An {network.direction} {_} SA (SPI= {_}) between {src} and {dst} (user= {user.name}) is rekeying',
  ],
  ['709001,709002,709003,709004,709005,709006,720001,720037,720073', FAILOVER],
  ['711001,711004', STATE],
  [
    '714001,714002,714003,714004,715001,715046,715047,715064,715065',
    IPSEC,
    'Group = {group.name}, Username = {user.name}, IP = {source.ip}, {event.reason}',
    'Group = {group.name}, IP = {source.ip}, {event.reason}',
    'IP = {source.ip}, {event.reason}',
  ],
  [
    '717004,717007,717009,717022,717025,717027,717028,717029,717030,717031,717037,717052',
    'auth authentication info certificate-validation - 2',
  ],
  ['718001,718012', STATE],
  [
    '746001,746004,746012,746013,746014',
    'auth session info user-identity - 1',
    'user-identity: Add IP-User mapping {source.ip} - {user.name} Succeeded - ',
    'user-identity: Delete IP-User mapping {source.ip} - {user.name} Succeeded - ',
  ],
  ['747001,747004', STATE],
  ['768002,768003,768004,769001,769004,769005', STATE],
  ['776251,776252', 'network network info trustsec - 1'],
  [
    '805001,805002,805003',
    'network network connection flow-offload success 1',
    'Offloaded {network.transport} Flow for connection {asa.connection_id} from {src} ({nat-src}) to {dst} ({nat-dst})',
    '{network.transport} Flow is no longer offloaded for connection {asa.connection_id} from {src} ({nat-src}) to {dst} ({nat-dst})',
  ],
  ['815002,815003,815004', 'network network connection,denied packet-dropped failure 2'],
];
