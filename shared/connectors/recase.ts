import type { Connector, JsonObject } from '#shared/connectors/connector.ts';

const MAX_DEPTH = 8;

/** Names that vendors write and whose readers ask for in code rather than in a table of mappings. */
const ASKED =
  'eventType eventTime eventSource eventName eventVersion awsRegion userIdentity sourceIPAddress protoPayload methodName serviceName logName insertId receiveTimestamp severity auditID requestReceivedTimestamp operationName resultType callerIpAddress securityContext debugContext debugData displayMessage authenticationContext legacyEventType alternateId displayName rawUserAgent ipAddress geographicalContext geolocation';
/** Microsoft's audit records begin every name with a capital. */
const PASCAL =
  'CreationTime Operation Workload UserId UserType RecordType OrganizationId ResultStatus ObjectId ClientIP Id Parameters Name Value ModifiedProperties ExtendedProperties Actor Target ItemType SiteUrl SourceFileName EventSource UserKey OriginatingServer OrganizationName ExternalAccess ExchangeObjectId';

const known = new WeakMap<Connector, ReadonlyMap<string, string>>();

/** Lower-case form → the name as the connector's vendor writes it, of every name that the connector reads. */
function namesOf(connector: Connector): ReadonlyMap<string, string> {
  const before = known.get(connector);
  if (before !== undefined) return before;
  const names = new Map<string, string>();
  const add = (name: string): void => {
    const lower = name.toLowerCase();
    if (lower !== name && !names.has(lower)) names.set(lower, name);
  };
  for (const [path] of connector.rows ?? []) for (const part of path.split('.')) add(part);
  for (const name of (connector.name === 'm365' ? PASCAL : ASKED).split(' ')) add(name);
  known.set(connector, names);
  return names;
}

/** Whether the names of an object have no capital at all, as columns of a data warehouse have none. */
export function isLowerCased(value: JsonObject): boolean {
  const names = Object.keys(value);
  return names.length >= 2 && !names.some((name) => /[A-Z]/.test(name));
}

/**
 * An event that came back out of Athena, Snowflake or another store that folds its columns' names to lower case, with
 * the names as the connector's vendor writes them; null when it holds none of them.
 */
export function recase(value: JsonObject, connector: Connector): JsonObject | null {
  const names = namesOf(connector);
  if (!Object.keys(value).some((name) => names.has(name))) return null;
  const rename = (node: unknown, depth: number): unknown => {
    if (node === null || typeof node !== 'object' || depth > MAX_DEPTH) return node;
    if (Array.isArray(node)) return node.map((item) => rename(item, depth + 1));
    return Object.fromEntries(
      Object.entries(node).map(([name, inner]) => [names.get(name) ?? name, rename(inner, depth + 1)]),
    );
  };
  return rename(value, 0) as JsonObject;
}
