import { connectorNamed } from '#shared/connectors/connectors.ts';
import { MAPPING_KEYS } from '#shared/connectors/generic/mapping-keys.ts';
import known from '#shared/connectors/known-fields.json' with { type: 'json' };
import { once } from '#shared/once.ts';
import { readFields } from '#shared/translate/ecs/fields.ts';

const canonical = once((): ReadonlySet<string> => new Set([...MAPPING_KEYS, ...readFields().keys()]));

/** What Gatehouse itself writes, and what is the sender's own by its nature. */
const OURS =
  /^(parse|parser|related|labels|event|log\.syslog|aws\.cloudwatch)\.|^(failed_login_count|time_quality|time_claimed|tags)$/;

/** Names that say the same in every connector's events: the vocabulary, ECS, and Gatehouse's own. */
export function isOfEveryEvent(name: string): boolean {
  return canonical().has(name) || OURS.test(name);
}

const names: Readonly<Record<string, readonly string[]>> = known;
const vendors = new Map<string, ReadonlySet<string>>();

/**
 * The vendor's own fields that a connector knows: the paths of its tables, and all that stands in its samples, which
 * hold each kind of event with the fields that we leave alone on purpose.
 */
export function vendorFields(connector: string): ReadonlySet<string> {
  let fields = vendors.get(connector);
  if (fields === undefined) {
    const found = connectorNamed(connector);
    const sampled = found !== null && Object.hasOwn(names, connector) ? names[connector] : undefined;
    fields = new Set([...(sampled ?? []), ...(found?.rows ?? []).map(([path]) => path)]);
    if (found !== null) vendors.set(connector, fields);
  }
  return fields;
}

/** A segment that is a number or an id is a place in the sender's data and no name of a field. */
const PLACE = /(^|[._])(\d+|[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f-]{27})([._]|$)/i;
/** A longer name is data, not a name. */
const MAX_NAME = 128;

/** Whether a field's name in an event of a connector is nothing new. */
export function isKnownField(connector: string, name: string): boolean {
  if (vendorFields(connector).has(name) || isOfEveryEvent(name)) return true;
  if (name.length > MAX_NAME || PLACE.test(name) || !/^[\x20-\x7e]+$/.test(name)) return true;
  return connectorNamed(connector)?.free?.some((prefix) => name.startsWith(`${prefix}.`)) ?? false;
}
