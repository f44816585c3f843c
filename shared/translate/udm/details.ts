import { count, firstText, int32, ip, oneOf, texts, time } from '#shared/translate/convert.ts';
import { responseCodes } from '#shared/translate/ocsf/captions.ts';
import type { Convert, Shape } from '#shared/translate/shape.ts';
import {
  applicationProtocols,
  dhcpTypes,
  directions,
  ipProtocols,
  mechanisms,
  recordTypes,
} from '#shared/translate/udm/words.ts';

const uint32 = count(4_294_967_295);
const word =
  (table: Readonly<Record<string, string | number>>): Convert =>
  (value) =>
    oneOf(table)(value);

/** ECS counts nanoseconds; JSON of a protobuf duration is seconds with an `s`. */
const duration: Convert = (value) => {
  const nanoseconds = count()(value);
  return typeof nanoseconds === 'number' ? `${Number((nanoseconds / 1e9).toFixed(6))}s` : undefined;
};

const records: Convert = (value) => {
  const list = (Array.isArray(value) ? value : [value]).map(String).filter(Boolean);
  return list.length === 0 ? undefined : list.map((data) => ({ data }));
};

export const metadata: Shape = {
  at: 'metadata',
  rows: [
    ['$time', 'event_timestamp'],
    ['observer.vendor', 'vendor_name'],
    ['$system', 'vendor_name'],
    ['$unknown', 'vendor_name'],
    ['observer.product', 'product_name'],
    ['$system', 'product_name'],
    ['$unknown', 'product_name'],
    ['observer.version', 'product_version'],
    ['event.code', 'product_event_type'],
    ['event.action', 'product_event_type'],
    ['event.id', 'product_log_id'],
    ['$event_id', 'product_log_id'],
    ['message', 'description'],
    ['event.ingested', 'collected_timestamp', time],
    ['event.url', 'url_back_to_product'],
    ['$integration', 'log_type'],
    ['parser.version', 'parser_version'],
  ],
};

const tls: Shape = {
  at: 'tls',
  rows: [
    ['tls.version', 'version'],
    ['tls.cipher', 'cipher'],
    ['tls.curve', 'curve'],
  ],
  parts: [
    {
      at: 'client',
      rows: [
        ['tls.client.server_name', 'server_name'],
        ['tls.client.ja3', 'ja3'],
      ],
    },
    {
      at: 'server',
      rows: [['tls.server.ja3s', 'ja3s']],
      parts: [
        {
          at: 'certificate',
          rows: [
            ['tls.server.subject', 'subject'],
            ['tls.server.issuer', 'issuer'],
            ['tls.server.hash.sha1', 'sha1'],
            ['tls.server.hash.sha256', 'sha256'],
          ],
        },
      ],
    },
  ],
};

export const network: Shape = {
  at: 'network',
  rows: [
    ['network.transport', 'ip_protocol', word(ipProtocols)],
    ['network.protocol', 'application_protocol', word(applicationProtocols)],
    ['network.application', 'application_protocol', word(applicationProtocols)],
    ['network.direction', 'direction', word(directions)],
    ['source.bytes', 'sent_bytes', count()],
    ['destination.bytes', 'received_bytes', count()],
    ['network.bytes', 'total_bytes', count()],
    ['source.packets', 'sent_packets', count()],
    ['destination.packets', 'received_packets', count()],
    ['network.session_id', 'session_id'],
    ['session.id', 'session_id'],
    ['network.community_id', 'community_id'],
    ['event.duration', 'session_duration', duration],
  ],
  parts: [
    {
      at: 'http',
      rows: [
        ['http.request.method', 'method'],
        ['http.request.referrer', 'referral_url'],
        ['user_agent.original', 'user_agent'],
        ['http.response.status_code', 'response_code', int32],
      ],
    },
    {
      at: 'dns',
      rows: [
        ['dns.id', 'id', uint32],
        ['dns.response_code', 'response_code', oneOf(responseCodes)],
        ['dns.answers.data', 'answers[]', records],
      ],
      parts: [
        {
          at: 'questions[]',
          needs: [['name']],
          rows: [
            ['dns.question.name', 'name'],
            ['dns.question.type', 'type', oneOf(recordTypes)],
            ['dns.question.class', 'class', oneOf({ in: 1, ch: 3, hs: 4, any: 255 })],
          ],
        },
      ],
    },
    {
      at: 'email',
      rows: [
        ['email.from.address', 'from', firstText, 'partly'],
        ['email.from.address', 'from'],
        ['email.reply_to.address', 'reply_to'],
        ['email.to.address', 'to[]', texts],
        ['email.cc.address', 'cc[]', texts],
        ['email.bcc.address', 'bcc[]', texts],
        ['email.message_id', 'mail_id'],
        ['email.subject', 'subject[]'],
      ],
    },
    {
      at: 'dhcp',
      rows: [
        ['dhcp.type', 'type', oneOf(dhcpTypes)],
        ['dhcp.assigned_ip', 'yiaddr', ip],
        ['dhcp.client_hostname', 'client_hostname'],
      ],
    },
    tls,
  ],
};

/** How somebody signed in; the outcome stands beside it. */
export const authentication: Shape = {
  at: 'auth',
  rows: [
    ['winlog.logon.type_id', 'mechanism[]', oneOf(mechanisms)],
    ['winlog.logon.package', 'auth_details'],
    ['event.outcome', 'outcome', oneOf({ success: 'SUCCESS', failure: 'FAILURE' })],
    ['$unknown', 'type', () => 'AUTHTYPE_UNSPECIFIED'],
  ],
};

/** What the reporting product says of it; the outcome's action and category are added by what happened. */
export const securityResult: Shape = {
  at: 'security_result[]',
  rows: [
    ['rule.name', 'rule_name'],
    ['rule.id', 'rule_id'],
    ['rule.uuid', 'rule_id'],
    ['rule.version', 'rule_version'],
    ['rule.ruleset', 'rule_type'],
    ['rule.category', 'category_details[]', texts],
    ['threat.name', 'threat_name'],
    ['event.reason', 'summary'],
    ['rule.description', 'description'],
    ['error.message', 'description'],
    ['event.severity', 'severity_details'],
  ],
  parts: [
    {
      at: 'attack_details',
      rows: [],
      parts: [
        {
          at: 'tactics[]',
          rows: [
            ['threat.tactic.id', 'id', firstText, 'partly'],
            ['threat.tactic.id', 'id'],
            ['threat.tactic.name', 'name', firstText, 'partly'],
            ['threat.tactic.name', 'name'],
          ],
        },
        {
          at: 'techniques[]',
          rows: [
            ['threat.technique.id', 'id', firstText, 'partly'],
            ['threat.technique.id', 'id'],
            ['threat.technique.name', 'name', firstText, 'partly'],
            ['threat.technique.name', 'name'],
          ],
        },
      ],
    },
  ],
};
