import type { Kind } from '#shared/connectors/draft.ts';
import { closed, connection, failed, login, session } from '#shared/connectors/linux/row-kinds.ts';
import { table } from '#shared/connectors/linux/rows.ts';

const refused = { ...connection('ssh_negotiation_failed'), outcome: 'failure' as const };
const timedOut = { ...closed, outcome: 'failure' as const };
const accepted = login('success', 'ssh_login');

/** What OpenSSH's server says, of 3.x as of 10. */
export const sshd = table([
  ['Failed {event.auth_method} for invalid user {user.name+} from {source.ip} port {source.port}', failed],
  ['Failed {event.auth_method} for illegal user {user.name+} from {source.ip} port {source.port}', failed],
  ['Failed {event.auth_method} for {user.name} from {source.ip} port {source.port}', failed],
  ['Failed {event.auth_method} for invalid user {user.name+} from {source.ip}', failed],
  ['Failed {event.auth_method} for illegal user {user.name+} from {source.ip}', failed],
  ['Failed {event.auth_method} for {user.name} from {source.ip}', failed],
  ['Accepted {event.auth_method} for {user.name} from {source.ip} port {source.port}', accepted],
  ...(['Postponed', 'Partial'] as const).map((word): [string, Kind] => [
    `${word} {event.auth_method} for invalid user {user.name+} from {source.ip} port {source.port}`,
    session('ssh_invalid_user', 'info'),
  ]),
  [
    'Postponed {event.auth_method} for {user.name} from {source.ip} port {source.port}',
    session('ssh_login_postponed', 'info'),
  ],
  [
    'Partial {event.auth_method} for {user.name} from {source.ip} port {source.port}',
    session('ssh_login_partial', 'info'),
  ],
  [
    'Invalid user {user.name+} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_invalid_user' },
  ],
  ['Invalid user {user.name+} from {source.ip}', { ...failed, action: 'ssh_invalid_user' }],
  ['Illegal user {user.name+} from {source.ip}', { ...failed, action: 'ssh_invalid_user' }],
  ['input_userauth_request: invalid user {user.name} [preauth]', session('ssh_invalid_user', 'info')],
  ['input_userauth_request: invalid user {user.name}', session('ssh_invalid_user', 'info')],
  ['ROOT LOGIN REFUSED FROM {source.ip} port {source.port}', { ...failed, action: 'ssh_root_refused' }],
  ['ROOT LOGIN REFUSED FROM {source.ip}', { ...failed, action: 'ssh_root_refused' }],
  ['User {user.name} from {source.ip} not allowed because {event.reason}', failed],
  ['User {user.name} not allowed because {event.reason}', failed],
  [
    'error: maximum authentication attempts exceeded for invalid user {user.name+} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  [
    'error: maximum authentication attempts exceeded for {user.name} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  [
    'maximum authentication attempts exceeded for {user.name} from {source.ip} port {source.port}',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  ['error: PAM: {event.reason} for illegal user {user.name+} from {source.ip}', failed],
  ['error: PAM: {event.reason} for {user.name} from {source.ip} via {server.ip}', failed],
  ['error: PAM: {event.reason} for {user.name} from {source.ip}', failed],
  [
    'Disconnecting: Too many authentication failures for {user.name} [preauth]',
    { ...failed, action: 'ssh_too_many_attempts' },
  ],
  ['Disconnecting: Too many authentication failures', { ...failed, action: 'ssh_too_many_attempts' }],
  ['fatal: Read from socket failed: {event.reason} [preauth]', closed],
  ['fatal: Read from socket failed: {event.reason}', closed],
  ['Disconnecting authenticating user {user.name} {source.ip} port {source.port}: {event.reason}', closed],
  ['Disconnecting invalid user {user.name} {source.ip} port {source.port}: {event.reason}', closed],
  ['Connection closed by authenticating user {user.name} {source.ip} port {source.port}', closed],
  ['Connection closed by invalid user {user.name} {source.ip} port {source.port}', closed],
  ['Connection closed by {source.ip} port {source.port}', closed],
  ['Connection closed by {source.ip} [preauth]', closed],
  ['Connection closed by {source.ip}', closed],
  ['Connection reset by authenticating user {user.name} {source.ip} port {source.port}', closed],
  ['Connection reset by invalid user {user.name} {source.ip} port {source.port}', closed],
  ['Connection reset by {source.ip} port {source.port}', closed],
  ['Disconnected from authenticating user {user.name} {source.ip} port {source.port}', closed],
  ['Disconnected from invalid user {user.name} {source.ip} port {source.port}', closed],
  ['Disconnected from user {user.name} {source.ip} port {source.port}', closed],
  ['Disconnected from {source.ip} port {source.port}', closed],
  ['Disconnected from {source.ip}', closed],
  ['Received disconnect from {source.ip} port {source.port}:{_}: {event.reason}', closed],
  ['Received disconnect from {source.ip}: {_}: {event.reason}', closed],
  [
    'Did not receive identification string from {source.ip} port {source.port}',
    connection('ssh_no_identification'),
  ],
  ['Did not receive identification string from {source.ip}', connection('ssh_no_identification')],
  [
    "Bad protocol version identification '{event.reason+}' from {source.ip} port {source.port}",
    connection('ssh_bad_protocol'),
  ],
  [
    'banner exchange: Connection from {source.ip} port {source.port}: {event.reason}',
    connection('ssh_bad_protocol'),
  ],
  ['Unable to negotiate with {source.ip} port {source.port}: {event.reason}', refused],
  ['Unable to negotiate with {source.ip}: {event.reason}', refused],
  ['Read error from remote host {source.ip} port {source.port}: {event.reason}', closed],
  ['Read error from remote host {source.ip}: {event.reason}', closed],
  [
    'Authentication refused: bad ownership or modes for {_} {file.path}',
    { ...failed, action: 'ssh_keys_refused' },
  ],
  [
    'Connection from {source.ip} port {source.port} on {destination.ip} port {destination.port}',
    connection('ssh_connection'),
  ],
  ['Connection from {source.ip} port {source.port}', connection('ssh_connection')],
  ['Connection from {source.ip}', connection('ssh_connection')],
  ['Timeout, client not responding from user {user.name} {source.ip} port {source.port}', closed],
  ['Timeout before authentication for {source.ip} port {source.port}', timedOut],
  ['Timeout before authentication for {source.ip}', timedOut],
  ['Accepted key {_} {ssh.key_fingerprint} found at {file.path}:{_}', session('ssh_key_accepted', 'info')],
  [
    'ssh_dispatch_run_fatal: Connection from user {user.name} {source.ip} port {source.port}: {event.reason}',
    closed,
  ],
  ['ssh_dispatch_run_fatal: Connection from {source.ip} port {source.port}: {event.reason}', closed],
  [
    'reverse mapping checking getaddrinfo for {source.domain} [{source.ip}] failed',
    connection('ssh_reverse_mapping_failed'),
  ],
  [
    'Address {source.ip} maps to {source.domain}, but this does not',
    connection('ssh_reverse_mapping_failed'),
  ],
  [
    'Nasty PTR record "{source.domain}" is set up for {source.ip}, ignoring',
    connection('ssh_reverse_mapping_failed'),
  ],
  ['refused connect from {source.domain} ({source.ip})', connection('ssh_connection_refused')],
  [
    'Server listening on {server.ip} port {server.port}',
    { category: 'ops', ecs: ['process'], type: ['start'], action: 'ssh_server_started' },
  ],
  [
    'Starting session: {event.reason} for {user.name} from {source.ip} port {source.port}',
    { ...session('ssh_session_started', 'start'), outcome: 'success' },
  ],
  [
    'Close session: user {user.name} from {source.ip} port {source.port}',
    session('ssh_session_closed', 'end'),
  ],
  [
    'subsystem request for {service.name} by user {user.name} failed, {event.reason}',
    session('ssh_subsystem', 'info'),
  ],
  ['subsystem request for {event.reason} by user {user.name}', session('ssh_subsystem', 'info')],
  ['Authorized to {user.name}, krb5 principal {user.email} ', session('ssh_authorized', 'info')],
]);
