import { json, objectOf, type Standin, type StandinAnswer, type StandinRequest } from '../standin.ts';
import { type ArmPut, type ArmResource, armTypes, workspaceOf } from './arm-rules.ts';
import { pagedByTime } from './feeds.ts';
import { armError, audiences, guidOf, type MicrosoftWorld, refusedToken, resetWorld } from './world.ts';

/** Resources a list answers with before it gives a `nextLink`. */
const PAGE = 20;

/**
 * Azure Resource Manager with Log Analytics, Sentinel, workbooks, data collection rules and role assignments. Creating
 * a workspace takes a moment: its first read says `Creating`. `existing` of the settings are resources that were there
 * before, by path.
 */
export function azureStandin(world: MicrosoftWorld): Standin {
  const resources = new Map<string, ArmResource>();
  let etags = 0;
  const creating = new Set<string>();

  function reset(settings: Readonly<Record<string, unknown>>): void {
    resetWorld(world, settings);
    resources.clear();
    creating.clear();
    const before = (settings.existing ?? {}) as Record<string, Partial<ArmResource>>;
    for (const [id, given] of Object.entries(before)) {
      const name = id.split('/').at(-1) ?? '';
      const properties = { ...extras(id), ...given.properties };
      resources.set(id.toLowerCase(), { id, name, etag: `"${++etags}"`, ...given, properties });
    }
  }

  function put(request: StandinRequest): StandinAnswer {
    const id = request.path;
    const type = armTypes.find(({ pattern }) => pattern.test(id.toLowerCase()));
    const body = objectOf(request);
    if (type === undefined) return armError(404, 'InvalidResourceType', 'The resource type is unknown.');
    const version = request.query.get('api-version') ?? '';
    if (!type.versions.includes(version))
      return armError(400, 'NoRegisteredProviderFound', `The api-version '${version}' is not supported.`);
    if (body === null) return armError(400, 'InvalidRequestContent', 'The body must be a JSON object.');
    const missing = missingParent(id);
    if (missing !== null) return missing;
    const name = id.split('/').at(-1) ?? '';
    const existing = resources.get(id.toLowerCase());
    const properties = (body.properties ?? {}) as Record<string, unknown>;
    const asked: ArmPut = { id, name, body, properties, version, existing, all: resources, world };
    const refused = type.refuse?.(asked) ?? null;
    if (refused !== null) return refused;
    const made = { ...properties, ...extras(id), ...type.made?.(asked) };
    const stored: ArmResource = {
      id,
      name,
      ...(typeof body.kind === 'string' ? { kind: body.kind } : {}),
      ...(typeof body.location === 'string' ? { location: body.location } : {}),
      etag: `"${++etags}"`,
      properties: made,
    };
    resources.set(id.toLowerCase(), stored);
    if (existing === undefined && /\/workspaces\/[^/]+$/.test(id)) creating.add(id.toLowerCase());
    remember(stored);
    return json(existing === undefined ? 201 : 200, stored);
  }

  /** What the rest of Microsoft learns from a resource. */
  function remember({ id, properties }: ArmResource): void {
    if (/\/dataCollectionRules\/[^/]+$/i.test(id))
      world.rules.set(String(properties.immutableId), { id, streams: properties.streams as string[] });
    if (/\/roleAssignments\/[^/]+$/i.test(id)) {
      const scope = id.split(/\/providers\/Microsoft\.Authorization\//i)[0];
      const role = String(properties.roleDefinitionId).split('/').at(-1);
      world.assignments.add(`${scope} ${properties.principalId} ${role}`.toLowerCase());
    }
  }

  function missingParent(id: string): StandinAnswer | null {
    const group = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/i.exec(id)?.[0] ?? '';
    if (group.length < id.length && !resources.has(group.toLowerCase()))
      return armError(404, 'ResourceGroupNotFound', `The resource group '${group}' could not be found.`);
    const workspace = workspaceOf(id);
    const isBelow = workspace !== '' && workspace.length < id.length;
    return isBelow && !resources.has(workspace)
      ? armError(404, 'ResourceNotFound', 'The workspace was not found.')
      : null;
  }

  function get(request: StandinRequest): StandinAnswer {
    const path = request.path.toLowerCase();
    const found = resources.get(path);
    if (found !== undefined) {
      const still = creating.delete(path);
      const state = still ? { provisioningState: 'Creating' } : {};
      return json(200, { ...found, properties: { ...found.properties, ...state } });
    }
    if (path.split('/').length % 2 === 1)
      return armError(404, 'ResourceNotFound', `'${request.path}' was not found.`);
    return missingParent(request.path) ?? list(request, path);
  }

  function incidents(request: StandinRequest, path: string): StandinAnswer {
    const all = [...resources].flatMap(([id, one]) => (id.startsWith(`${path}/`) ? [{ ...one }] : []));
    const time = 'properties/lastModifiedTimeUtc';
    return pagedByTime(all, request, { base: '/azure', time, link: 'nextLink', ordered: true });
  }

  function list(request: StandinRequest, path: string): StandinAnswer {
    const query = Object.fromEntries(request.query);
    if (path.endsWith('/incidents')) return incidents(request, path);
    const below = [...resources.values()].filter(({ id }) => {
      const at = id.toLowerCase();
      return at.startsWith(`${path}/`) && !at.slice(path.length + 1).includes('/');
    });
    const fitting = below.filter(
      ({ properties }) =>
        (query.category === undefined || properties.category === query.category) &&
        (query.sourceId === undefined || properties.sourceId === query.sourceId),
    );
    const start = Number(query.$skipToken ?? '0');
    const more = start + PAGE < fitting.length;
    const next = new URLSearchParams({ ...query, $skipToken: String(start + PAGE) });
    const origin = request.headers.host === undefined ? '' : `http://${request.headers.host}/azure`;
    return json(200, {
      value: fitting.slice(start, start + PAGE),
      ...(more ? { nextLink: `${origin}${request.path}?${next}` } : {}),
    });
  }

  function remove(request: StandinRequest): StandinAnswer {
    const path = request.path.toLowerCase();
    if (!resources.has(path)) return json(204);
    for (const [id, one] of [...resources]) {
      if (id !== path && !id.startsWith(`${path}/`)) continue;
      resources.delete(id);
      world.rules.delete(String(one.properties.immutableId));
      if (/\/roleassignments\/[^/]+$/.test(id)) {
        const scope = id.split('/providers/microsoft.authorization/')[0];
        const role = String(one.properties.roleDefinitionId).split('/').at(-1);
        world.assignments.delete(`${scope} ${one.properties.principalId} ${role}`.toLowerCase());
      }
    }
    return json(200);
  }

  return {
    reset,
    state: () => ({ resources: Object.fromEntries(resources) }),
    handle(request) {
      if (!request.query.has('api-version'))
        return armError(400, 'MissingApiVersionParameter', 'The api-version query parameter is required.');
      const refused = refusedToken(world, request, audiences.management);
      if (refused !== null) return refused;
      const { subscription_id } = world.credentials;
      if (!request.path.toLowerCase().startsWith(`/subscriptions/${subscription_id}`))
        return armError(404, 'SubscriptionNotFound', 'The subscription could not be found.');
      if (!world.rights.has('contributor'))
        return armError(403, 'AuthorizationFailed', 'The client does not have authorization for this scope.');
      if (request.path.includes('Microsoft.SecurityInsights') && !world.rights.has('sentinel'))
        return armError(
          403,
          'AuthorizationFailed',
          'The client needs the role Microsoft Sentinel Contributor.',
        );
      if (request.method === 'PUT') return put(request);
      if (request.method === 'GET') return get(request);
      if (request.method === 'DELETE') return remove(request);
      return armError(405, 'MethodNotAllowed', `${request.method} is not allowed.`);
    },
  };
}

/** What Azure adds by itself. */
function extras(id: string): Record<string, unknown> {
  const isWorkspace = /\/workspaces\/[^/]+$/i.test(id);
  return {
    provisioningState: 'Succeeded',
    ...(isWorkspace ? { customerId: guidOf(id.toLowerCase()) } : {}),
  };
}
