import type { JsonObject } from '#shared/connectors/connector.ts';

/** Columns of the logs that Zeek writes by default (Zeek 3–7), for lines whose header was left behind. */
const CONN =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig ' +
  'local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents ip_proto';
const DNS =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto trans_id rtt query qclass qclass_name qtype qtype_name rcode ' +
  'rcode_name AA TC RD RA Z answers TTLs rejected';
const HTTP =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p trans_depth method host uri referrer version user_agent origin ' +
  'request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied ' +
  'orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types';
const SSL =
  'ts uid id.orig_h id.orig_p id.resp_h id.resp_p version cipher curve server_name resumed last_alert next_protocol ' +
  'established ssl_history cert_chain_fps client_cert_chain_fps sni_matches_cert';

const HEAD =
  /^\d{9,11}\.\d{3,6}\t[A-Za-z0-9]{10,24}\t[0-9a-fA-F.:]{3,45}\t\d{1,5}\t[0-9a-fA-F.:]{3,45}\t\d{1,5}\t/;

export function sniffTsv(text: string): boolean {
  return text.startsWith('#separator') || text.startsWith('#fields\t') || HEAD.test(text.slice(0, 200));
}

/** One line of a Zeek log as the object that its JSON would be; null when nothing tells its columns. */
export function readTsv(text: string): JsonObject | null {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const header = (name: string): string[] | undefined =>
    lines
      .find((line) => line.startsWith(`#${name}\t`))
      ?.split('\t')
      .slice(1);
  const row = lines.find((line) => line !== '' && !line.startsWith('#'));
  if (row === undefined) return null;
  const cells = row.split('\t');
  const names = header('fields') ?? guess(cells);
  if (names === null) return null;
  const types = header('types') ?? [];
  const object: Record<string, unknown> = {};
  const path = header('path')?.[0];
  if (path !== undefined) object._path = path;
  for (const [index, name] of names.entries()) {
    const cell = cells[index];
    if (cell === undefined || cell === '-' || cell === '(empty)' || name === '__proto__') continue;
    object[name] = cellValue(cell, types[index] ?? '', name);
  }
  return object;
}

function cellValue(cell: string, type: string, name: string): unknown {
  if (
    /^(set|vector)\[/.test(type) ||
    /^(answers|.*_(fuids|fps|filenames|mime_types)|tunnel_parents)$/.test(name)
  )
    return cell.split(',');
  if (type === 'bool' || cell === 'T' || cell === 'F')
    return cell === 'T' ? true : cell === 'F' ? false : cell;
  return name === 'ts'
    ? Number(cell)
    : cell.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function guess(cells: readonly string[]): string[] | null {
  if (!HEAD.test(`${cells.slice(0, 7).join('\t')}\t`)) return null;
  const [seventh = '', eighth = ''] = cells.slice(6);
  if (/^\d{1,3}$/.test(seventh) && /^[A-Z]{3,9}$|^-$/.test(eighth)) return HTTP.split(' ');
  if (/^(TLS|SSL|DTLS)v?\d+$/.test(seventh)) return SSL.split(' ');
  if (/^(tcp|udp)$/.test(seventh) && /^\d{1,5}$/.test(eighth) && cells.length >= 22) return DNS.split(' ');
  if (/^(tcp|udp|icmp|unknown_transport)$/.test(seventh) && cells.length >= 20) return CONN.split(' ');
  return null;
}
