import { isIP } from 'node:net';
import { udmMessages, udmWords } from './udm-facts.ts';

type Json = Record<string, unknown>;
type Field = { type: string; list: boolean };

const messages = new Map(
  Object.entries(udmMessages).map(([name, text]) => {
    const fields = text.split(',').map((field): [string, Field] => {
      const [own = '', type = ''] = field.trim().split(/\s+/);
      return [own, { type: type.replace('[]', ''), list: type.endsWith('[]') }];
    });
    return [name, new Map(fields)] as const;
  }),
);
const words = new Map(
  Object.entries(udmWords).map(([name, text]) => [name, new Set(text.split(/\s+/))] as const),
);

const MAX_UINT64 = 18_446_744_073_709_551_615n;
const bits: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, MAX_UINT64],
};
const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Checks the JSON form of an event against the messages of `udm.proto`, and Google's rules per event type. */
export function checkUdm(event: Json): string[] {
  return [...messageProblems(event, 'UDM', ''), ...ruleProblems(event)];
}

function messageProblems(value: unknown, message: string, path: string): string[] {
  const fields = messages.get(message);
  if (fields === undefined) return [`${path} is of an unknown message ${message}`];
  if (!isObject(value)) return [`${path} is no ${message}`];
  return Object.entries(value).flatMap(([name, item]) => {
    const field = fields.get(name);
    const here = `${path}.${name}`;
    if (field === undefined) return [`${here} is no field of ${message}`];
    if (Array.isArray(item) !== field.list) return [`${here} ${field.list ? 'must be' : 'is'} a list`];
    return (Array.isArray(item) ? item : [item]).flatMap((one) => valueProblems(one, field.type, here));
  });
}

function valueProblems(value: unknown, type: string, path: string): string[] {
  if (messages.has(type)) return messageProblems(value, type, path);
  const allowed = words.get(type);
  const ok =
    allowed !== undefined
      ? allowed.has(String(value))
      : type === 'Struct'
        ? isObject(value)
        : type === 'bool'
          ? typeof value === 'boolean'
          : type === 'float'
            ? Number.isFinite(value)
            : type === 'Timestamp'
              ? typeof value === 'string' &&
                /^\d{4}-.*(Z|[+-]\d\d:\d\d)$/.test(value) &&
                !Number.isNaN(Date.parse(value))
              : type === 'Duration'
                ? typeof value === 'string' && /^-?\d+(\.\d{1,9})?s$/.test(value)
                : bits[type] !== undefined
                  ? inRange(value, bits[type])
                  : typeof value === 'string' && value.isWellFormed();
  return ok ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
}

function inRange(value: unknown, [low, high]: readonly [bigint, bigint]): boolean {
  if (!Number.isSafeInteger(value)) return false;
  const number = BigInt(value as number);
  return number >= low && number <= high;
}

/** Google's usage rules; the first of each is what the sentence says. */
function ruleProblems(event: Json): string[] {
  const problems: string[] = [];
  const must = (holds: boolean, sentence: string) => {
    if (!holds) problems.push(sentence);
  };
  const metadata = (event.metadata ?? {}) as Json;
  const principal = (event.principal ?? {}) as Json;
  const target = (event.target ?? {}) as Json;
  const network = (event.network ?? {}) as Json;
  const results = (event.security_result ?? []) as Json[];
  const auth = (event.extensions as Json | undefined)?.auth as Json | undefined;
  const type = String(metadata.event_type);
  const is = (...names: string[]) =>
    names.some((name) => type === name || (name.endsWith('_') && type.startsWith(name)));
  const machine = (noun: Json) =>
    ['hostname', 'ip', 'mac', 'asset', 'asset_id'].some((name) => noun[name] !== undefined);

  for (const name of ['event_timestamp', 'event_type', 'vendor_name', 'product_name'])
    must(typeof metadata[name] === 'string' && metadata[name] !== '', `metadata.${name} is missing`);
  for (const name of ['email', 'file', 'registry'])
    must(principal[name] === undefined, `principal has ${name}`);
  for (const noun of [principal, target])
    for (const address of (noun.ip ?? []) as string[]) must(isIP(address) !== 0, `${address} is no address`);
  if (is('USER_LOGIN')) {
    must(target.user !== undefined, 'USER_LOGIN without target.user');
    must(auth !== undefined, 'USER_LOGIN without extensions.auth');
    must(machine(principal) || machine(target), 'USER_LOGIN without a machine');
    const violated = results.some(({ category }) =>
      (category as string[] | undefined)?.includes('AUTH_VIOLATION'),
    );
    if (auth?.outcome === 'FAILURE') must(violated, 'a failed USER_LOGIN without AUTH_VIOLATION');
  }
  if (is('USER_LOGOUT', 'USER_CREATION', 'USER_DELETION', 'USER_CHANGE_PASSWORD', 'USER_CHANGE_PERMISSIONS'))
    must(target.user !== undefined, `${type} without target.user`);
  if (is('GROUP_')) must(target.group !== undefined, `${type} without target.group`);
  if (is('NETWORK_'))
    for (const noun of [principal, target])
      must(
        noun.port === undefined || ((noun.ip ?? []) as string[]).length <= 1,
        `${type} with a port and many ips`,
      );
  if (is('NETWORK_CONNECTION')) must(machine(principal) && machine(target), `${type} without two machines`);
  if (is('NETWORK_HTTP', 'NETWORK_DNS', 'NETWORK_DHCP'))
    must(machine(principal), `${type} without a machine`);
  if (is('NETWORK_HTTP')) must(network.http !== undefined, `${type} without network.http`);
  if (is('NETWORK_DNS')) must(network.dns !== undefined, `${type} without network.dns`);
  if (is('NETWORK_DHCP')) must(network.dhcp !== undefined, `${type} without network.dhcp`);
  if (is('EMAIL_')) must(network.email !== undefined, `${type} without network.email`);
  if (is('PROCESS_', 'FILE_', 'REGISTRY_', 'STATUS_', 'SCHEDULED_TASK_'))
    must(machine(principal), `${type} without a machine in principal`);
  if (is('PROCESS_'))
    must(target.process !== undefined || target.file !== undefined, `${type} without a process`);
  if (is('FILE_', 'SCAN_FILE')) must(target.file !== undefined, `${type} without target.file`);
  if (is('REGISTRY_')) must(target.registry !== undefined, `${type} without target.registry`);
  if (is('SCHEDULED_TASK_', 'USER_RESOURCE_', 'RESOURCE_'))
    must(target.resource !== undefined, `${type} without target.resource`);
  if (is('USER_RESOURCE_')) must(principal.user !== undefined, `${type} without principal.user`);
  if (is('SCAN_')) must(results.length > 0, `${type} without a security result`);
  return problems;
}
