import { tenantIdSchema, uuidV5 } from '#shared/ids.ts';
import {
  type AttributeValue,
  type CanonicalEvent,
  canonicalEventSchema,
  eventCategorySchema,
} from '#shared/schema/event.ts';
import { mappedKeys } from './mapped-keys.ts';
import { ecsFields } from './write-ecs-fields.ts';

type Random = () => number;

const oneOf = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const someOf = <T>(random: Random, items: readonly T[], most: number): T[] =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () => oneOf(random, items));

const keys = mappedKeys();
const ecsNames = Object.keys(ecsFields).filter((name) => name !== '@timestamp' && name !== 'ecs.version');
const categories = (ecsFields['event.category']?.allowed_values ?? []).map(({ name }) => name);
const types = (ecsFields['event.type']?.allowed_values ?? []).map(({ name }) => name);
const actions = [
  'logged-in',
  'logout',
  'scheduled-task-created',
  'password-reset',
  'added-member-to-group',
  'revoke-role',
  'audit-log-cleared',
  'GetObject',
  'something else',
];
const words = [
  'tcp',
  'udp',
  'dns',
  'ssh',
  'dhcp',
  'http',
  'inbound',
  'internal',
  'success',
  'failure',
  'GET',
  'aws',
  'NXDOMAIN',
  'AAAA',
  'windows',
  'pods',
  'reg_sz',
];
const strange: readonly AttributeValue[] = [
  '',
  ' ',
  '-',
  'ü𝄞',
  -1,
  0,
  1.5,
  1e300,
  true,
  'a\nb',
  '{"a":1}',
  '9007199254740993',
];

function typicalOf(random: Random, key: string): AttributeValue {
  const number = Math.floor(random() * 60_000);
  if (/(^|\.)ip$/.test(key)) return oneOf(random, ['192.0.2.7', '2001:db8::7', `198.51.100.${number % 250}`]);
  if (/mac$/.test(key)) return oneOf(random, ['00-00-5E-00-53-01', '00:00:5e:00:53:02', '00005e005303']);
  if (/(port|pid|bytes|packets|size|status_code|sequence|duration|exit_code|number|\.id)$/.test(key))
    return oneOf<AttributeValue>(random, [number, String(number)]);
  if (/(start|end|created|ingested|_time|timestamp)$/.test(key)) return '2026-11-22T05:00:00.123Z';
  if (/(address|email)$/.test(key))
    return oneOf(random, [`u${number}@acme.example`, 'no address', `u${number}@host`]);
  if (/(path|executable|original|full)$/.test(key)) return `C:\\folder\\thing-${number}.exe`;
  return oneOf(random, [`${key.replaceAll('.', '-')}-${number}`, oneOf(random, words)]);
}

function anyValue(random: Random, key: string): AttributeValue {
  const chance = random();
  if (chance < 0.1) return oneOf(random, strange);
  if (chance < 0.2) return oneOf(random, words);
  const item = () => typicalOf(random, key) as string;
  return chance < 0.35 ? Array.from({ length: Math.floor(random() * 4) }, item) : item();
}

/** Any canonical event: every category, any mixture of fields, fitting, strange and plainly wrong values. */
export function randomEvent(random: Random, number: number): CanonicalEvent {
  const tenant = tenantIdSchema.parse('acme');
  const attributes: Record<string, AttributeValue> = {};
  const share = random();
  for (const key of keys) if (random() < share * 0.6) attributes[key] = anyValue(random, key);
  for (const key of someOf(random, ecsNames, 12)) attributes[key] = anyValue(random, key);
  for (const key of someOf(random, ['vendor.field', 'gatehouse', 'fields', 'constructor', 'a.b', 'a'], 3))
    attributes[key] = anyValue(random, key);
  const list = (items: readonly string[], key: string) => {
    if (random() < 0.9) attributes[key] = [...new Set(someOf(random, items, 3))];
  };
  list([...categories, 'no category'], 'event.category');
  list([...types, 'no type'], 'event.type');
  if (random() < 0.8) attributes['event.action'] = oneOf(random, actions);
  else delete attributes['event.action'];
  if (random() < 0.2) attributes['event.kind'] = oneOf(random, ['alert', 'event', 'signal', 'nonsense']);
  else delete attributes['event.kind'];
  return canonicalEventSchema.parse({
    tenant_id: tenant,
    event_id: uuidV5('test', String(number)),
    timestamp: new Date(1_700_000_000_000 + Math.floor(random() * 1e11)).toISOString(),
    source: { system: oneOf(random, ['okta', 'vpn', '']), integration: 'ecs-json' },
    category: oneOf(random, eventCategorySchema.options),
    severity: Math.floor(random() * 11),
    actor: {
      type: oneOf(random, ['user', 'service']),
      id: oneOf(random, ['alice', 'unknown', '', 'svc@acme']),
    },
    target: { type: oneOf(random, ['asset', 'workload']), id: oneOf(random, ['web-1', 'unknown', '']) },
    attributes,
  });
}
