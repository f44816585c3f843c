import type { MessageRow } from '#shared/connectors/cisco-asa/messages.ts';

const SUCCESS = 'auth authentication start login success 1';
const FAILURE = 'auth authentication start login failure 3';
const VPN_START = 'auth network,authentication,session start vpn-session-started success 1';
const VPN_END = 'auth network,session end vpn-session-ended success 1';

/** Sessions of administrators and of remote access. */
export const sessions: readonly MessageRow[] = [
  [
    '315011',
    'auth session end ssh-session-ended - 1',
    'SSH session from {source.ip} on interface {observer.ingress.interface.name} for user "{user.name}" disconnected by SSH server, reason: "{event.reason}"',
    'SSH session from {source.ip} on interface {observer.ingress.interface.name} for user {user.name} disconnected by SSH server, reason: {event.reason}',
    'SSH session from {source.ip} on interface {observer.ingress.interface.name} for user "{user.name}" terminated normally',
    'SSH session from {source.ip} on interface {observer.ingress.interface.name} for user {user.name} terminated normally',
  ],
  [
    '308001',
    FAILURE,
    'Console enable password incorrect for {failed_login_count} tries (from {source.ip})',
    'Console enable password incorrect for {_} tries (from {source.ip})',
  ],
  ['308002', 'network network info static-overlap - 1'],
  [
    '307001,307002',
    'auth authentication start telnet-denied failure 3',
    'Denied Telnet login session from {source.ip} on interface {observer.ingress.interface.name}',
  ],
  [
    '502101',
    'auth iam user,creation user-created success 3',
    'New user added to local dbase: Uname: {user.target.name} Priv: {_} Encpass: ',
  ],
  [
    '502102',
    'auth iam user,deletion user-deleted success 3',
    'User deleted from local dbase: Uname: {user.target.name} Priv: {_} Encpass: ',
  ],
  [
    '502103',
    'auth iam user,change privilege-changed success 2',
    'User priv level changed: Uname: {user.name} From: {_} To: {_}',
  ],
  [
    '502111,502112',
    'auth iam group,change group-policy-changed success 2',
    'New group policy added: name: {group.name} Type: ',
    'Group policy deleted: name: {group.name} Type: ',
  ],
  [
    '605004',
    FAILURE,
    'Login denied from {src} to {dst} for user "{user.name}"',
    "Login denied from {src} to {dst} for user '{user.name}'",
  ],
  [
    '605005',
    SUCCESS,
    'Login permitted from {src} to {dst} for user "{user.name}"',
    "Login permitted from {src} to {dst} for user '{user.name}'",
  ],
  [
    '606001,606003',
    'auth session start asdm-session-started success 1',
    'ASDM session number {_} from {source.ip} started',
    'ASDM logging session number {_} from {source.ip} started',
  ],
  [
    '606002,606004',
    'auth session end asdm-session-ended success 1',
    'ASDM session number {_} from {source.ip} ended',
    'ASDM logging session number {_} from {source.ip} ended',
  ],
  [
    '611101',
    SUCCESS,
    'User authentication succeeded: IP address: {source.ip}, Uname: {user.name}',
    'User authentication succeeded: Uname: {user.name}',
  ],
  [
    '611102',
    FAILURE,
    'User authentication failed: IP address: {source.ip}, Uname: {user.name}',
    'User authentication failed: Uname: {user.name}',
  ],
  ['611103', 'auth session end logout success 1', 'User logged out: Uname: {user.name}'],
  [
    '716001',
    VPN_START,
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> WebVPN session started',
    'Group {group.name} User {user.name} IP {source.ip} WebVPN session started',
  ],
  [
    '716002',
    VPN_END,
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> WebVPN session terminated: {event.reason}',
    'Group {group.name} User {user.name} IP {source.ip} WebVPN session terminated: {event.reason}',
  ],
  [
    '716003,716004',
    'auth network,web access,allowed webvpn-access - 1',
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> WebVPN access {event.outcome}: {url.original}',
  ],
  [
    '716038',
    'auth authentication start login success 1',
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> Authentication: successful, Session Type: {network.protocol}',
    'Group {group.name} User {user.name} IP {source.ip} Authentication: successful, Session Type: {network.protocol}',
  ],
  [
    '716039',
    FAILURE,
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> Authentication: rejected, Session Type: {network.protocol}',
    'Group name {group.name} User {user.name} IP {source.ip} Authentication: rejected, Session Type: {network.protocol}',
    'Authentication: rejected, group = {group.name} user = {user.name} , Session Type: {network.protocol}',
  ],
  [
    '716058,716059',
    'auth session info anyconnect-session - 1',
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> AnyConnect session {event.reason}',
  ],
  [
    '722001,722002,722003,722006,722009,722010,722011,722012,722013,722014,722022,722023,722027,722028,722030,722031,722032,722033,722034,722036,722037,722041,722043,722044',
    'auth network,session info vpn-session - 1',
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> {event.reason}',
    'TunnelGroup <{group.tunnel}> GroupPolicy <{group.name}> User <{user.name}> IP <{source.ip}> {event.reason}',
  ],
  [
    '722051',
    VPN_START,
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> IPv4 Address <{source.nat.ip}> ',
  ],
  [
    '722055',
    'auth network,session info vpn-client - 1',
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> Client Type: {user_agent.original}',
  ],
  [
    '725001,725002,725003,725006,725007,725016',
    'network network connection,protocol tls-session - 1',
    'Starting SSL handshake with {_} {src} to {dst} for ',
    'Device completed SSL handshake with {_} {src} to {dst} for {tls.version} session',
    'Device failed SSL handshake with {_} {src} to {dst}',
    'SSL session with {_} {src} to {dst} terminated',
    'Starting SSL handshake with {_} {src} ',
    'Device completed SSL handshake with {_} {src}',
    'Device selects trust-point {_} for {_} {src} to {dst}',
  ],
  [
    '734001',
    'auth network,session info dap-record - 1',
    'DAP: User {user.name}, Addr {source.ip}, Connection {network.protocol}: The following DAP records were selected for this connection: {rule.name}',
  ],
  [
    '737006,737016,737026,737029,737034',
    'network network info address-assigned success 1',
    'IPAA: {_}address {source.nat.ip} ',
    'IPAA: {event.reason}',
  ],
  [
    '750001,750002,750006,750007,751025',
    'network network info ikev2 - 1',
    'Local:{destination.ip}:{destination.port} Remote:{source.ip}:{source.port} Username:{user.name} {event.reason}',
  ],
  [
    '713049,713119,713120,713172,713184,713228,713041,713050,713259,713902,713903,713904,713905',
    'network network info ike - 1',
    'Group = {group.name}, Username = {user.name}, IP = {source.ip}, {event.reason}',
    'Group = {group.name}, IP = {source.ip}, {event.reason}',
    'IP = {source.ip}, {event.reason}',
  ],
  [
    '751011,751002,751014',
    FAILURE,
    'Local:{destination.ip}:{destination.port} Remote:{source.ip}:{source.port} Username:{user.name} {event.reason}',
  ],
  ['771002', 'ops configuration change clock-set success 1'],
];
