import type { JsonObject } from '#shared/connectors/connector.ts';
import { listAt, textAt } from '#shared/connectors/table.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

/** A policy's member without the kind before it: `user:ada@corp.example`. */
export const member = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/^(deleted:)?[a-zA-Z]+:/, '').split('?', 1)[0] : undefined;

/** `location` holds a region, or a zone of one: `us-east1-b`. */
export function putLocation(value: JsonObject, attributes: Attributes): void {
  const location = textAt(value, 'resource.labels.location') ?? textAt(value, 'resource.labels.region');
  const zone = attributes['cloud.availability_zone'];
  for (const place of [location, typeof zone === 'string' ? zone : null]) {
    if (place === null) continue;
    const region = /^([a-z]+-[a-z]+\d+)-[a-z]$/.exec(place)?.[1];
    if (region !== undefined) put(attributes, 'cloud.availability_zone', place);
    put(attributes, 'cloud.region', region ?? place);
  }
}

const POLICIES = ['protoPayload.serviceData.policyDelta', 'protoPayload.metadata.policyDelta'];

/** Everybody whom an audit event names: new members, delegates, service accounts of a new machine, subjects of a role. */
export function putMentioned(value: JsonObject, attributes: Attributes): void {
  const deltas = POLICIES.flatMap((path) => listAt(value, `${path}.bindingDeltas`));
  put(attributes, 'user.target.roles', [...new Set(deltas.map((one) => textAt(one, 'role')))]);
  const users = [
    ...deltas.map((one) => member(textAt(one, 'member'))),
    ...listAt(value, 'protoPayload.authenticationInfo.serviceAccountDelegationInfo').map(
      (one) => textAt(one, 'firstPartyPrincipal.principalEmail') ?? member(textAt(one, 'principalSubject')),
    ),
    ...listAt(value, 'protoPayload.request.serviceAccounts').map((one) => textAt(one, 'email')),
    ...listAt(value, 'protoPayload.request.subjects').map((one) => textAt(one, 'name')),
    ...listAt(value, 'protoPayload.request.policy.bindings').flatMap((one) =>
      listAt(one, 'members').map(member),
    ),
  ];
  put(attributes, 'related.user', [...new Set(users.filter((user) => typeof user === 'string'))]);
  const permissions = listAt(value, 'protoPayload.authorizationInfo').map((one) => textAt(one, 'permission'));
  put(attributes, 'gcp.permissions', permissions);
}

export function isRefused(value: JsonObject): boolean {
  return (
    listAt(value, 'protoPayload.authorizationInfo').some(
      (one) => (one as JsonObject | null)?.granted === false,
    ) || (value.labels as JsonObject | undefined)?.['authorization.k8s.io/decision'] === 'forbid'
  );
}

/** What an audit event's resource name names: a machine, or an object of a cluster (`core/v1/namespaces/a/pods/b`). */
export function putResource(name: string, service: string, attributes: Attributes): void {
  const parts = name.slice(0, 1_000).split('/');
  const machine = parts.indexOf('instances');
  if (service === 'compute.googleapis.com' && machine > 0) put(attributes, 'host.name', parts[machine + 1]);
  const account = parts.indexOf('serviceAccounts');
  if (account > 0 && parts[account + 1]?.includes('@'))
    put(attributes, 'user.target.email', parts[account + 1]);
  if (service !== 'k8s.io' || parts.length < 3) return;
  const [, version, ...rest] = parts;
  put(attributes, 'orchestrator.type', 'kubernetes');
  put(attributes, 'orchestrator.api_version', version);
  const within = rest[0] === 'namespaces' && rest.length > 2 ? rest.slice(2) : rest;
  if (rest[0] === 'namespaces') put(attributes, 'orchestrator.namespace', rest[1]);
  put(attributes, 'orchestrator.resource.type', within[0]);
  put(attributes, 'orchestrator.resource.name', within[1]);
}

const ENDS = { near: 'jsonPayload.instance', far: 'jsonPayload.remote_instance' };

/** A firewall's `instance` is its own side of the connection: what comes in has it as destination. */
export function putSides(value: JsonObject, attributes: Attributes): void {
  const direction = textAt(value, 'jsonPayload.rule_details.direction');
  if (direction !== 'INGRESS' && direction !== 'EGRESS') return;
  const [near, far] = direction === 'INGRESS' ? ['destination', 'source'] : ['source', 'destination'];
  put(attributes, `${near}.domain`, textAt(value, `${ENDS.near}.vm_name`));
  put(attributes, `${far}.domain`, textAt(value, `${ENDS.far}.vm_name`));
  const place = 'jsonPayload.remote_location';
  put(attributes, `${far}.geo.country_name`, textAt(value, `${place}.country`));
  put(attributes, `${far}.geo.city_name`, textAt(value, `${place}.city`));
  put(attributes, `${far}.geo.region_name`, textAt(value, `${place}.region`));
}
