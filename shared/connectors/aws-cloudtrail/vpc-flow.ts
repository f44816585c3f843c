import { isIP } from 'node:net';
import type { JsonObject, ParsedEvent, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, finish, newDraft } from '#shared/connectors/draft.ts';
import { transportOf } from '#shared/connectors/protocols.ts';
import { put, replace } from '#shared/connectors/vocabulary.ts';

/** Version 2's own order (AWS, "Flow log records"); a customer's own order comes with its header line. */
const DEFAULT =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
/** The order of the documentation's own lists of all fields, of version 3 and of version 5. */
const ORDERS: ReadonlyMap<number, readonly string[]> = new Map(
  [
    'version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr ' +
      'pkt-dstaddr protocol bytes packets start end action tcp-flags log-status',
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status ' +
      'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id ' +
      'pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path',
  ].map((list): [number, readonly string[]] => [list.split(' ').length, list.split(' ')]),
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
  'pkt-srcaddr': 'source.nat.ip',
  'pkt-dstaddr': 'destination.nat.ip',
  region: 'cloud.region',
  'az-id': 'cloud.availability_zone',
  'flow-direction': 'network.direction',
  'log-status': 'aws.vpcflow.log_status',
};

export function sniffFlowLine(text: string): boolean {
  return (
    LINE.test(text.slice(0, 400)) ||
    (/^[3-9] .{0,300} (ACCEPT|REJECT|-) .{0,200}(OK|NODATA|SKIPDATA)/.test(text.slice(0, 600)) &&
      (guess(text) !== null || / eni-[0-9a-f]{8,17} /.test(text.slice(0, 400)))) ||
    /^(version|account-id) .{0,200}srcaddr .{0,300}\n/.test(text.slice(0, 600))
  );
}

/** An order of fields that puts addresses where addresses stand; null when none does. */
function guess(line: string): readonly string[] | null {
  const values = line.trim().split(/\s+/);
  for (const names of [ORDERS.get(values.length), DEFAULT]) {
    const at = names?.indexOf('srcaddr') ?? -1;
    if (names !== undefined && isPlace(values[at]) && isPlace(values[at + 1])) return names;
  }
  return null;
}

const isPlace = (value: string | undefined): boolean =>
  value !== undefined && (value === '-' || isIP(value) !== 0);

/** A VPC flow log line: in the order of its header line, else of the source's setting, else of AWS' own orders. */
export function readFlowLine(text: string, { settings }: ReadContext): ParsedEvent | null {
  const [first = '', second] = text.trim().split('\n');
  const values = (second ?? first).trim().split(/\s+/);
  const told = settings?.flow_log_format ?? guess(first);
  if (second === undefined && told === null) return readUntold(values);
  const names = second === undefined ? (told ?? DEFAULT) : first.trim().split(/\s+/);
  const fields = new Map(names.map((name, i): [string, string] => [name, values[i] ?? '-']));
  if (!fields.has('srcaddr') || values.length < 8) return null;
  return readFlow(fields, values.length > names.length ? ['more values than the field order names'] : []);
}

/** What a value says by its own form, whatever order it stands in. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['interface-id', /^eni-[0-9a-f]{8,17}$/],
  ['vpc-id', /^vpc-[0-9a-f]{8,17}$/],
  ['subnet-id', /^subnet-[0-9a-f]{8,17}$/],
  ['instance-id', /^i-[0-9a-f]{8,17}$/],
  ['account-id', /^\d{12}$/],
  ['action', /^(ACCEPT|REJECT)$/],
  ['log-status', /^(OK|NODATA|SKIPDATA)$/],
  ['type', /^IPv[46]$/],
  ['flow-direction', /^(ingress|egress)$/],
  ['region', /^[a-z]{2}(-[a-z]{2,9}){1,2}-\d$/],
  ['az-id', /^[a-z]{3,4}\d-az\d$/],
  ['start', /^1\d{9}$/],
];
const CONNECTION = ['srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol'] as const;

/** A line in an order that nobody told: only what its values tell themselves, and two addresses that ports follow. */
function readUntold(values: readonly string[]): ParsedEvent | null {
  const fields = new Map<string, string>();
  for (const value of values)
    for (const [name, form] of FORMS) if (!fields.has(name) && form.test(value)) fields.set(name, value);
  const from = values.findIndex((value, at) => isIP(value) !== 0 && isIP(values[at + 1] ?? '') !== 0);
  if (from === -1 || fields.size < 2) return null;
  const numbers = values
    .slice(from + 2, from + 5)
    .map((text) => (/^\d{1,5}$/.test(text) ? Number(text) : -1));
  const [own = -1, other = -1, protocol = -1] = numbers;
  const isWhole =
    own >= 0 && own <= 65_535 && other >= 0 && other <= 65_535 && protocol >= 0 && protocol <= 255;
  for (const [at, name] of CONNECTION.entries())
    if (at < 2 || isWhole) fields.set(name, values[from + at] ?? '-');
  return readFlow(fields, ['an order of fields that neither a header nor the source tells']);
}

export function isFlowObject(value: JsonObject): boolean {
  return value.srcaddr !== undefined && value.dstaddr !== undefined;
}

/** The same record as JSON, as it comes from Parquet files and from CloudWatch's own parsing. */
export function readFlowObject(value: JsonObject): ParsedEvent {
  const fields = new Map<string, string>();
  for (const [name, item] of Object.entries(value).slice(0, 100))
    if (typeof item === 'string' || typeof item === 'number')
      fields.set(name.replaceAll('_', '-'), String(item));
  return readFlow(fields, []);
}

function readFlow(fields: ReadonlyMap<string, string>, notes: readonly string[]): ParsedEvent {
  const draft = newDraft('aws-vpc-flow', 'network');
  const { attributes } = draft;
  draft.notes.push(...notes);
  put(attributes, 'cloud.provider', 'aws');
  for (const [name, value] of fields)
    put(attributes, Object.hasOwn(keys, name) ? (keys[name] ?? name) : `aws.vpcflow.${name}`, value);
  put(attributes, 'observer.ingress.interface.name', fields.get('interface-id'));
  if (attributes['host.id'] !== undefined) put(attributes, 'cloud.instance.id', attributes['host.id']);
  const transport = transportOf(fields.get('protocol'));
  put(attributes, 'network.transport', transport.name);
  put(attributes, 'network.iana_number', transport.number);
  const direction = { ingress: 'inbound', egress: 'outbound' }[String(attributes['network.direction'] ?? '')];
  if (direction !== undefined) replace(attributes, 'network.direction', direction);
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
  draft.time = fields.get('end') ?? fields.get('start');
  return finish(draft);
}
