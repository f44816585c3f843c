import {
  type Credentials,
  isBasic,
  json,
  objectOf,
  routed,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  type StandinRoute,
} from './standin.ts';

type Document = Record<string, unknown>;
type Policy = { policy: Document; _seq_no: number; _primary_term: number };

const kinds = ['roles', 'rolesmapping', 'internalusers', 'tenants'] as const;

const coreError = (status: number, type: string, reason: string): StandinAnswer =>
  json(status, { error: { type, reason, root_cause: [] }, status });

/** Whether two patterns with a star at their end can meet. */
const meet = (one: string, other: string): boolean => {
  const [a, b] = [one.replace(/\*.*$/, ''), other.replace(/\*.*$/, '')];
  return a.startsWith(b) || b.startsWith(a);
};

/** The security, lifecycle and template APIs of a cluster with fine-grained access control. */
export function opensearchStandin(credentials: Credentials): Standin {
  let version = '2.19.1';
  let forbidden = false;
  let templates = new Map<string, Document>();
  let policies = new Map<string, Policy>();
  let security = new Map<string, Document>();
  let sequence = 0;

  function reset(settings: Readonly<Record<string, unknown>>): void {
    version = typeof settings.version === 'string' ? settings.version : '2.19.1';
    forbidden = settings.forbidden === true;
    templates = new Map(Object.entries((settings.templates as Record<string, Document> | undefined) ?? {}));
    policies = new Map();
    sequence = 0;
    security = new Map([
      ['roles/all_access', { reserved: true, cluster_permissions: ['*'] }],
      ['internalusers/admin', { reserved: true, backend_roles: ['admin'] }],
    ]);
    for (const [name, body] of Object.entries(
      (settings.security as Record<string, Document> | undefined) ?? {},
    )) {
      security.set(name, body);
    }
  }
  reset({});

  function putTemplate(name: string, request: StandinRequest): StandinAnswer {
    const body = objectOf(request);
    const patterns = body?.index_patterns;
    if (body === null || !Array.isArray(patterns)) {
      return coreError(400, 'x_content_parse_exception', 'index_patterns is required');
    }
    if (request.query.get('create') === 'true' && templates.has(name)) {
      return coreError(400, 'illegal_argument_exception', `index template [${name}] already exists`);
    }
    const clash = [...templates].find(
      ([other, one]) =>
        other !== name &&
        (one.priority ?? 0) === (body.priority ?? 0) &&
        (one.index_patterns as string[]).some((a) => (patterns as string[]).some((b) => meet(a, b))),
    );
    if (clash !== undefined) {
      const reason = `index template [${name}] has index patterns [${patterns.join(', ')}] matching patterns from existing templates [${clash[0]}]`;
      return coreError(400, 'illegal_argument_exception', reason);
    }
    templates.set(name, body);
    return json(200, { acknowledged: true });
  }

  function putPolicy(name: string, request: StandinRequest): StandinAnswer {
    const body = objectOf(request);
    const policy = body?.policy as Document | undefined;
    if (policy === undefined || !Array.isArray(policy.states))
      return coreError(400, 'parse_exception', 'policy is required');
    const known = policies.get(name);
    const seen = [request.query.get('if_seq_no'), request.query.get('if_primary_term')];
    if (
      known !== undefined &&
      (seen[0] !== String(known._seq_no) || seen[1] !== String(known._primary_term))
    ) {
      return coreError(409, 'version_conflict_engine_exception', `[${name}]: version conflict`);
    }
    policies.set(name, { policy, _seq_no: ++sequence, _primary_term: 1 });
    return json(known === undefined ? 201 : 200, { _id: name });
  }

  function putSecurity(kind: string, name: string, request: StandinRequest): StandinAnswer {
    const body = objectOf(request);
    const known = security.get(`${kind}/${name}`);
    if (known?.reserved === true)
      return json(403, { status: 'FORBIDDEN', message: `Resource '${name}' is reserved.` });
    if (body === null || Object.keys(body).length === 0)
      return json(400, { status: 'BAD_REQUEST', reason: 'Request body required.' });
    if (kind === 'internalusers') {
      const password = String(body.password ?? '');
      if (known === undefined && !/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{8,}$/.test(password)) {
        return json(400, { status: 'error', reason: 'Weak password' });
      }
    }
    if (kind === 'rolesmapping' && !security.has(`roles/${name}`)) {
      return json(404, { status: 'NOT_FOUND', message: `role '${name}' not found.` });
    }
    security.set(`${kind}/${name}`, body);
    const word = known === undefined ? 'CREATED' : 'OK';
    return json(known === undefined ? 201 : 200, {
      status: word,
      message: `'${name}' ${known ? 'updated' : 'created'}.`,
    });
  }

  /** Read back without what must not be shown. */
  const shown = ({ password: _, ...rest }: Document): Document => rest;

  const securityRoutes: readonly StandinRoute[] = kinds.flatMap((kind): StandinRoute[] => [
    [
      'GET',
      `/_plugins/_security/api/${kind}`,
      () =>
        json(
          200,
          Object.fromEntries(
            [...security]
              .filter(([name]) => name.startsWith(`${kind}/`))
              .map(([name, one]) => [name.slice(kind.length + 1), shown(one)]),
          ),
        ),
    ],
    [
      'GET',
      `/_plugins/_security/api/${kind}/{name}`,
      ({ name }) => {
        const found = security.get(`${kind}/${name}`);
        return found === undefined
          ? json(404, { status: 'NOT_FOUND', message: `Resource '${name}' not found.` })
          : json(200, { [name ?? '']: shown(found) });
      },
    ],
    [
      'PUT',
      `/_plugins/_security/api/${kind}/{name}`,
      ({ name = '' }, request) => putSecurity(kind, name, request),
    ],
    [
      'DELETE',
      `/_plugins/_security/api/${kind}/{name}`,
      ({ name }) => {
        const found = security.get(`${kind}/${name}`);
        if (found === undefined)
          return json(404, { status: 'NOT_FOUND', message: `Resource '${name}' not found.` });
        if (found.reserved === true)
          return json(403, { status: 'FORBIDDEN', message: `Resource '${name}' is reserved.` });
        security.delete(`${kind}/${name}`);
        return json(200, { status: 'OK', message: `'${name}' deleted.` });
      },
    ],
  ]);

  const templateList = (entries: Iterable<[string, Document]>) => ({
    index_templates: [...entries].map(([name, index_template]) => ({ name, index_template })),
  });

  const routes: readonly StandinRoute[] = [
    [
      'GET',
      '/',
      () => json(200, { name: 'node-1', version: { distribution: 'opensearch', number: version } }),
    ],
    ['GET', '/_index_template', () => json(200, templateList(templates))],
    [
      'GET',
      '/_index_template/{name}',
      ({ name = '' }) => {
        const found = templates.get(name);
        return found === undefined
          ? coreError(404, 'resource_not_found_exception', `index template matching [${name}] not found`)
          : json(200, templateList([[name, found]]));
      },
    ],
    ['PUT', '/_index_template/{name}', ({ name = '' }, request) => putTemplate(name, request)],
    [
      'DELETE',
      '/_index_template/{name}',
      ({ name = '' }) =>
        templates.delete(name)
          ? json(200, { acknowledged: true })
          : coreError(404, 'index_template_missing_exception', `index_template [${name}] missing`),
    ],
    [
      'GET',
      '/_plugins/_ism/policies/{name}',
      ({ name = '' }) => {
        const found = policies.get(name);
        return found === undefined
          ? coreError(404, 'status_exception', 'Policy not found')
          : json(200, { _id: name, ...found });
      },
    ],
    ['PUT', '/_plugins/_ism/policies/{name}', ({ name = '' }, request) => putPolicy(name, request)],
    [
      'DELETE',
      '/_plugins/_ism/policies/{name}',
      ({ name = '' }) =>
        policies.delete(name)
          ? json(200, { result: 'deleted' })
          : coreError(404, 'status_exception', 'Policy not found'),
    ],
    ...securityRoutes,
  ];

  return {
    reset,
    state: () => ({
      templates: Object.fromEntries(templates),
      policies: Object.fromEntries([...policies].map(([name, { policy }]) => [name, policy])),
      security: Object.fromEntries(security),
    }),
    handle(request) {
      if (!isBasic(request, credentials)) return { status: 401, body: 'Unauthorized' };
      if (forbidden && request.path.startsWith('/_plugins/_security')) {
        return json(403, { status: 'FORBIDDEN', message: 'No permission to access REST API' });
      }
      return (
        routed(routes, request) ??
        coreError(400, 'illegal_argument_exception', `no handler found for uri [${request.path}]`)
      );
    },
  };
}
