import {
  bearerOf,
  bodyOf,
  type Credentials,
  isBasic,
  json,
  routed,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
  type StandinRoute,
} from './standin.ts';

/** What a manager puts into a new group. */
const EMPTY = '<agent_config>\n\n  <!-- Shared agent configuration here -->\n\n</agent_config>\n';

const problem = (status: number, error: number, detail: string): StandinAnswer =>
  json(status, { title: 'Bad Request', detail, remediation: '', error });

const ok = (affected: unknown[], failed: { code: number; id: string }[] = []): StandinAnswer =>
  json(200, {
    data: {
      affected_items: affected,
      total_affected_items: affected.length,
      failed_items: failed.map(({ code, id }) => ({
        error: { code, message: 'The group does not exist' },
        id: [id],
      })),
      total_failed_items: failed.length,
    },
    message: 'done',
    error: failed.length === 0 ? 0 : affected.length === 0 ? 1 : 2,
  });

/** A Wazuh manager: 4.14 by default. Tokens are revoked by `_control/reset`, as by a change of security settings. */
export function wazuhStandin(credentials: Credentials): Standin {
  let version = '4.14.0';
  let tokens = new Set<string>();
  let issued = 0;
  let groups = new Map<string, string>();

  function reset(settings: Readonly<Record<string, unknown>>): void {
    version = typeof settings.version === 'string' ? settings.version : '4.14.0';
    tokens = new Set();
    groups = new Map([['default', EMPTY]]);
    for (const [name, xml] of Object.entries((settings.groups as Record<string, string> | undefined) ?? {})) {
      groups.set(name, xml);
    }
  }
  reset({});

  function listed(request: StandinRequest): string[] | null {
    const text = request.query.get('groups_list');
    return text === null ? null : text.split(',');
  }

  function login(request: StandinRequest): StandinAnswer {
    if (!isBasic(request, credentials))
      return json(401, { title: 'Unauthorized', detail: 'Invalid credentials' });
    const token = `jwt-${++issued}`;
    tokens.add(token);
    if (request.query.get('raw') === 'true') return { status: 200, body: token };
    return json(200, { data: { token }, error: 0 });
  }

  function create(request: StandinRequest): StandinAnswer {
    const id = (bodyOf(request) as { group_id?: unknown } | undefined)?.group_id;
    if (typeof id !== 'string') return problem(400, 0, "'group_id' is a required property");
    if (!/^(?!^(\.{1,2}|all)$)[A-Za-z0-9.\-_]{1,128}$/.test(id))
      return problem(400, 1722, 'Incorrect format for group_id');
    if (groups.has(id)) return problem(400, 1711, 'The group already exists');
    groups.set(id, EMPTY);
    return json(200, { message: `Group '${id}' created.`, error: 0 });
  }

  function configure(id: string, request: StandinRequest): StandinAnswer {
    if (request.headers['content-type'] !== 'application/xml')
      return problem(406, 6002, 'Invalid content-type');
    if (!groups.has(id)) return problem(404, 1710, 'The group does not exist');
    const xml = request.text;
    if (xml.trim() === '') return problem(400, 1112, 'Empty files are not supported');
    const bare = xml.replace(/<!--[\s\S]*?-->/g, '');
    const [opened, closed] = [bare.match(/<[a-z_]+[^/>]*>/g)?.length, bare.match(/<\/[a-z_]+>/g)?.length];
    if (opened === undefined || opened !== closed) return problem(400, 1113, 'XML syntax error');
    if (!bare.includes('<agent_config')) return problem(400, 1114, 'Wazuh syntax error');
    groups.set(id, xml);
    return json(200, { message: 'Agent configuration was successfully updated', error: 0 });
  }

  function remove(request: StandinRequest): StandinAnswer {
    const names = listed(request);
    if (names === null) return problem(400, 0, "Missing query parameter 'groups_list'");
    const all = names.includes('all') ? [...groups.keys()].filter((name) => name !== 'default') : names;
    const affected: string[] = [];
    const failed: { code: number; id: string }[] = [];
    for (const name of all) {
      if (name === 'default') failed.push({ code: 1712, id: name });
      else if (groups.delete(name)) affected.push(name);
      else failed.push({ code: 1710, id: name });
    }
    return ok(affected, failed);
  }

  const labelsOf = (xml: string): { value: string; key: string }[] =>
    [...xml.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<label key="([^"]+)">([^<]*)<\/label>/g)].map(
      ([, key = '', value = '']) => ({ key, value }),
    );

  const routes: readonly StandinRoute[] = [
    [
      'GET',
      '/',
      () =>
        json(200, {
          data: { title: 'Wazuh API REST', api_version: version, hostname: 'wazuh-manager' },
          error: 0,
        }),
    ],
    [
      'GET',
      '/groups',
      (_, request) => {
        const names = listed(request) ?? [...groups.keys()];
        const there = names.filter((name) => groups.has(name));
        const missing = names.filter((name) => !groups.has(name)).map((id) => ({ code: 1710, id }));
        return ok(
          there.map((name) => ({ name, count: 0, mergedSum: '', configSum: '' })),
          missing,
        );
      },
    ],
    ['POST', '/groups', (_, request) => create(request)],
    ['DELETE', '/groups', (_, request) => remove(request)],
    ['PUT', '/groups/{id}/configuration', ({ id = '' }, request) => configure(id, request)],
    [
      'GET',
      '/groups/{id}/configuration',
      ({ id = '' }) => {
        const xml = groups.get(id);
        if (xml === undefined) return problem(404, 1710, 'The group does not exist');
        return ok([{ filters: {}, config: { labels: labelsOf(xml) } }]);
      },
    ],
    [
      'GET',
      '/groups/{id}/files/agent.conf',
      ({ id = '' }, { query }) => {
        const xml = groups.get(id);
        if (xml === undefined) return problem(404, 1710, 'The group does not exist');
        return query.get('raw') === 'true' ? { status: 200, body: xml } : ok([labelsOf(xml)]);
      },
    ],
  ];

  return {
    reset,
    state: () => ({ groups: Object.fromEntries(groups) }),
    handle(request) {
      if (request.path === '/security/user/authenticate' && request.method === 'POST') return login(request);
      const token = bearerOf(request);
      if (token === null || !tokens.has(token))
        return json(401, { title: 'Unauthorized', detail: 'Invalid token' });
      return routed(routes, request) ?? problem(404, 0, 'Not found');
    },
  };
}
