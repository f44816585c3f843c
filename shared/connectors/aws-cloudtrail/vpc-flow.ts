import type { ParsedEvent } from '#shared/connectors/connector.ts';
import { applyKind, finish, newDraft } from '#shared/connectors/draft.ts';
import { protocols } from '#shared/connectors/protocols.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Version 2's own order (AWS, "Flow log records"); a customer's own order comes with its header line. */
const DEFAULT =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
const LINE =
  /^\d{1,2} (\d{12}|unknown) (eni-[0-9a-f]{8,17}|-) \S{1,45} \S{1,45} \S{1,5} \S{1,5} \S{1,3} \S{1,20} \S{1,20} \d{10} \d{10} (ACCEPT|REJECT|-) (OK|NODATA|SKIPDATA)/;

const keys: Readonly<Record<string, string>> = {
  'account-id': 'cloud.account.id',
  'interface-id': 'aws.vpcflow.interface_id',
  srcaddr: 'source.ip',
  dstaddr: 'destination.ip',
  srcport: 'source.port',
  dstport: 'destination.port',
  packets: 'network.packets',
  bytes: 'network.bytes',
  'vpc-id': 'aws.vpcflow.vpc_id',
  'subnet-id': 'aws.vpcflow.subnet_id',
  'instance-id': 'host.id',
  'tcp-flags': 'aws.vpcflow.tcp_flags',
  'pkt-srcaddr': 'aws.vpcflow.pkt_srcaddr',
  'pkt-dstaddr': 'aws.vpcflow.pkt_dstaddr',
  region: 'cloud.region',
  'az-id': 'cloud.availability_zone',
  'flow-direction': 'network.direction',
  'log-status': 'aws.vpcflow.log_status',
};

export function sniffFlowLine(text: string): boolean {
  return (
    LINE.test(text.slice(0, 400)) ||
    /^(version|account-id) .{0,200}srcaddr .{0,300}\n/.test(text.slice(0, 600))
  );
}

/** A VPC flow log line, with the header line before it where the order is the customer's. */
export function readFlowLine(text: string): ParsedEvent | null {
  const [first = '', second] = text.trim().split('\n');
  const names = second === undefined ? DEFAULT : first.trim().split(/\s+/);
  const values = (second ?? first).trim().split(/\s+/);
  const fields = new Map(names.map((name, i): [string, string] => [name, values[i] ?? '-']));
  if (!fields.has('srcaddr') || values.length < 8) return null;
  const draft = newDraft('aws-vpc-flow', 'network');
  const { attributes } = draft;
  put(attributes, 'cloud.provider', 'aws');
  for (const [name, value] of fields)
    put(attributes, Object.hasOwn(keys, name) ? (keys[name] ?? name) : `aws.vpcflow.${name}`, value);
  const protocol = fields.get('protocol');
  put(attributes, 'network.transport', protocol === undefined ? undefined : protocols.get(protocol));
  put(attributes, 'network.iana_number', protocol);
  put(attributes, 'source.bytes', fields.get('bytes'));
  put(attributes, 'source.packets', fields.get('packets'));
  const action = fields.get('action');
  put(attributes, 'event.action', action?.toLowerCase());
  if (action === 'ACCEPT' || action === 'REJECT')
    put(attributes, 'event.outcome', action === 'ACCEPT' ? 'success' : 'failure');
  applyKind(draft, {
    category: 'network',
    ecs: ['network'],
    type:
      action === 'REJECT'
        ? ['connection', 'denied']
        : action === 'ACCEPT'
          ? ['connection', 'allowed']
          : ['info'],
  });
  if (values.length > names.length) draft.notes.push('more values than the field order names');
  draft.time = fields.get('end') ?? fields.get('start');
  return finish(draft);
}
