import type { MessageRow } from '#shared/connectors/cisco-asa/messages.ts';

const SUCCESS = 'auth authentication start login success 1';
const FAILURE = 'auth authentication start login failure 3';
const VPN_START = 'auth network,authentication,session start vpn-session-started success 1';
const VPN_END = 'auth network,session end vpn-session-ended success 1';

/** Administrators' logins, AAA, and remote access. */
export const logins: readonly MessageRow[] = [
  [
    '109001',
    'auth authentication info authentication-started - 1',
    "Auth start for user '{user.name}' from {src} to {dst}",
  ],
  ['109002', FAILURE, 'Auth from {src} to {dst} failed (server {server.ip} failed) on interface {_}'],
  [
    '109005',
    SUCCESS,
    "Authentication succeeded for user '{user.name}' from {src} to {dst} on interface {observer.ingress.interface.name}",
  ],
  [
    '109006',
    FAILURE,
    "Authentication failed for user '{user.name}' from {src} to {dst} on interface {observer.ingress.interface.name}",
  ],
  [
    '109007',
    'auth authentication start authorization success 1',
    "Authorization permitted for user '{user.name}' from {src} to {dst} on interface {observer.ingress.interface.name}",
  ],
  [
    '109008,109024,109025',
    'auth authentication start authorization failure 3',
    "Authorization denied for user '{user.name}' from {src} to {dst} on interface {observer.ingress.interface.name}",
    "Authorization denied (acl={rule.name}) for user '{user.name}' from {src} to {dst} on interface",
  ],
  [
    '109011,109012',
    'auth session info authentication-session - 1',
    "Authen Session Start: user '{user.name}', sid {_}",
    "Authen Session End: user '{user.name}', sid {_}",
  ],
  ['109031', FAILURE, 'NT Domain Authentication Failed: rejecting guest login for {user.name}.'],
  [
    '109033,109034',
    FAILURE,
    'Authentication failed for admin user {user.name} from {src}.',
    'Authentication failed for network user {user.name} from {src} to {dst}.',
  ],
  [
    '109201,109207,109210,109212',
    'auth session info uauth - 1',
    'UAUTH: Session={_}, User={user.name}, {event.reason}.',
  ],
  [
    '111008',
    'ops configuration change command-executed success 2',
    "User '{user.name}' executed the '{process.command_line}' command.",
    'User {user.name} executed the command {process.command_line}',
  ],
  [
    '111009',
    'ops configuration access command-executed success 1',
    "User '{user.name}' executed cmd: {process.command_line}",
    'User {user.name} executed cmd: {process.command_line}',
    'User {user.name} executed cmd:{process.command_line}',
  ],
  [
    '111010',
    'ops configuration change command-executed success 2',
    "User '{user.name}', running '{process.name}' from IP {source.ip}, executed '{process.command_line}'",
  ],
  [
    '111004,111005',
    'ops configuration change configuration - 1',
    '{source.ip} end configuration: {event.outcome}',
    '{source.ip} end configuration {event.outcome}',
  ],
  [
    '111007',
    'ops configuration change configuration-begin success 1',
    'Begin configuration: {source.ip} reading from {event.reason}',
  ],
  [
    '113003',
    'auth authentication info aaa-group-policy - 1',
    'AAA group policy for user {user.name} is being set to {rule.name}',
  ],
  [
    '113004',
    SUCCESS,
    'AAA user {_} Successful : server = {server.ip} : user = {user.name}',
    'AAA user {_} Successful: server = {server.ip} : user = {user.name}',
    'AAA user {_} Successful: server = {server.ip}, User = {user.name}',
    'AAA user authentication Successful: server = {server.ip}',
  ],
  [
    '113005',
    FAILURE,
    'AAA user {_} Rejected : reason = {event.reason} : server = {server.ip} : user = {user.name} : user IP = {source.ip}',
    'AAA user {_} Rejected: reason = {event.reason}: server = {server.ip}: user = {user.name}: user IP = {source.ip}',
    'AAA user {_} Rejected : reason = {event.reason} : server = {server.ip} : user = {user.name}',
    'AAA user {_} Rejected: reason = {event.reason}: server = {server.ip}',
  ],
  [
    '113006',
    'auth iam user,change user-locked-out success 4',
    'User {user.name} locked out on exceeding {_} successive failed authentication attempts',
    "User '{user.name}' locked out on exceeding '{_}' successive failed authentication attempts",
  ],
  [
    '113007',
    'auth iam user,change user-unlocked success 2',
    'User {user.target.name} unlocked by {user.name}',
  ],
  [
    '113008',
    'auth authentication info aaa-status-accept success 1',
    'AAA transaction status ACCEPT : user = {user.name}',
    'AAA transaction status ACCEPT: user = {user.name}',
  ],
  [
    '113009,113011',
    'auth authentication info aaa-default-group-policy - 1',
    'AAA retrieved default group policy ({rule.name}) for user = {user.name}',
    'AAA retrieved default group policy {rule.name} for user {user.name}',
    'AAA retrieved user specific group policy ({rule.name}) for user = {user.name}',
    'AAA retrieved user specific group policy {rule.name} for user {user.name}',
  ],
  [
    '113010',
    'auth authentication info aaa-challenge - 1',
    'AAA challenge received for user {user.name} from server {server.ip}',
  ],
  [
    '113012',
    SUCCESS,
    'AAA user authentication Successful : local database : user = {user.name}',
    'AAA user authentication Successful: local database: user = {user.name}',
  ],
  [
    '113013',
    'auth authentication info aaa-error failure 2',
    'AAA unable to complete the request Error : reason = {event.reason} : user = {user.name}',
  ],
  ['113014', FAILURE, 'AAA authentication server not accessible : server = {server.ip} : user = {user.name}'],
  [
    '113015',
    FAILURE,
    'AAA user authentication Rejected : reason = {event.reason} : local database : user = {user.name} : user IP = {source.ip}',
    'AAA user authentication Rejected: reason = {event.reason}: local database: user = {user.name}: user IP = {source.ip}',
    'AAA user authentication Rejected : reason = {event.reason} : local database : user = {user.name}',
  ],
  [
    '113016',
    FAILURE,
    'AAA credentials rejected: reason = {event.reason}: server = {server.ip}: user = {user.name}: user IP = {source.ip}',
    'AAA credentials rejected : reason = {event.reason} : server = {server.ip} : user = {user.name}',
  ],
  [
    '113017',
    FAILURE,
    'AAA credentials rejected: reason = {event.reason}: local database: user = {user.name}: user IP = {source.ip}',
    'AAA credentials rejected : reason = {event.reason} : local database : user = {user.name}',
  ],
  [
    '113019',
    VPN_END,
    'Group = {group.name}, Username = {user.name}, IP = {source.ip}, Session disconnected. Session Type: {network.protocol}, Duration: {duration}, Bytes xmt: {source.bytes}, Bytes rcv: {destination.bytes}, Reason: {event.reason}',
  ],
  [
    '113021',
    FAILURE,
    'Attempted console login failed. User {user.name} did NOT have appropriate Admin Rights.',
    "Attempted console login failed user '{user.name}'",
  ],
  [
    '113022,113023',
    'auth authentication info aaa-server-state - 3',
    'AAA Marking {_} server {server.ip} in aaa-server group {group.name} as {event.reason}',
  ],
  [
    '113039',
    VPN_START,
    'Group <{group.name}> User <{user.name}> IP <{source.ip}> AnyConnect parent session started.',
    'Group {group.name} User {user.name} IP {source.ip} AnyConnect parent session started.',
  ],
  ['113042', FAILURE, 'Non-HTTP connection from {src} to {dst} denied by redirect filter'],
];
