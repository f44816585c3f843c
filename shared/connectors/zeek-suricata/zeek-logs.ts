import type { JsonObject } from '#shared/connectors/connector.ts';
import { textAt } from '#shared/connectors/zeek-suricata/zeek-text.ts';

/** Without `_path` a Zeek log is told by the fields that only it has. */
const MARKS: readonly (readonly [field: string, log: string])[] = [
  ['qtype_name', 'dns'],
  ['rcode_name', 'dns'],
  ['query', 'dns'],
  ['seen.indicator', 'intel'],
  ['certificate.subject', 'x509'],
  ['certificate.serial', 'x509'],
  ['call_id', 'sip'],
  ['request_from', 'sip'],
  ['auth_success', 'ssh'],
  ['auth_attempts', 'ssh'],
  ['hassh', 'ssh'],
  ['host_key', 'ssh'],
  ['request_type', 'kerberos'],
  ['domainname', 'ntlm'],
  ['server_nb_computer_name', 'ntlm'],
  ['mailfrom', 'smtp'],
  ['helo', 'smtp'],
  ['assigned_addr', 'dhcp'],
  ['msg_types', 'dhcp'],
  ['lease_time', 'dhcp'],
  ['tree_service', 'smb_cmd'],
  ['share_type', 'smb_mapping'],
  ['times.modified', 'smb_files'],
  ['endpoint', 'dce_rpc'],
  ['named_pipe', 'dce_rpc'],
  ['keyboard_layout', 'rdp'],
  ['security_protocol', 'rdp'],
  ['cookie', 'rdp'],
  ['reply_code', 'ftp'],
  ['data_channel.passive', 'ftp'],
  ['nick', 'irc'],
  ['request_p', 'socks'],
  ['request.host', 'socks'],
  ['framed_addr', 'radius'],
  ['connect_info', 'radius'],
  ['community', 'snmp'],
  ['get_requests', 'snmp'],
  ['cmd', 'mysql'],
  ['fc_request', 'dnp3'],
  ['func', 'modbus'],
  ['share_flag', 'rfb'],
  ['desktop_name', 'rfb'],
  ['tunnel_type', 'tunnel'],
  ['software_type', 'software'],
  ['port_num', 'known_services'],
  ['issuer_subject', 'known_certs'],
  ['failure_reason', 'dpd'],
  ['sig_id', 'signatures'],
  ['note', 'notice'],
  ['gaps', 'capture_loss'],
  ['hashAlgorithm', 'ocsp'],
  ['machine', 'pe'],
  ['status_code', 'http'],
  ['method', 'http'],
  ['server_name', 'ssl'],
  ['cipher', 'ssl'],
  ['conn_state', 'conn'],
  ['fuid', 'files'],
  ['conn_uids', 'files'],
];

export function logOf(value: JsonObject): string {
  const path = textAt(value, '_path');
  if (path !== null) return path;
  for (const [field, log] of MARKS) {
    if (value[field] !== undefined) return log;
    if (field.includes('.') && textAt(value, field) !== null) return log;
  }
  if (value.name !== undefined && value.peer !== undefined) return 'weird';
  return 'conn';
}

export const isMarked = (value: JsonObject): boolean =>
  value.ts !== undefined && MARKS.some(([field]) => value[field] !== undefined);
