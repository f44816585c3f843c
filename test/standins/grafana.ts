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

type Thing = Record<string, unknown>;
type Organisation = {
  id: number;
  name: string;
  dataSources: Map<string, Thing>;
  folders: Map<string, Thing>;
  dashboards: Map<string, { dashboard: Thing; folderUid: string }>;
};

const PLUGIN = 'grafana-opensearch-datasource';

const message = (status: number, text: string): StandinAnswer => json(status, { message: text });

/**
 * A Grafana server: 12.1 by default. From 13.1 on it fails to delete any organisation, as the real one does;
 * `plugin: false` leaves the OpenSearch data source out, `admin: false` takes the server admin flag away.
 */
export function grafanaStandin(credentials: Credentials): Standin {
  let version = '12.1.0';
  let plugin = true;
  let admin = true;
  let ids = 1;
  let organisations: Organisation[] = [];
  const empty = (id: number, name: string): Organisation => ({
    id,
    name,
    dataSources: new Map(),
    folders: new Map(),
    dashboards: new Map(),
  });

  function reset(settings: Readonly<Record<string, unknown>>): void {
    version = typeof settings.version === 'string' ? settings.version : '12.1.0';
    plugin = settings.plugin !== false;
    admin = settings.admin !== false;
    ids = 1;
    organisations = [empty(1, 'Main Org.')];
    for (const name of (settings.organisations as string[] | undefined) ?? [])
      organisations.push(empty(++ids, name));
  }
  reset({});

  const named = (request: StandinRequest): Organisation | undefined =>
    organisations.find(({ id }) => String(id) === (request.headers['x-grafana-org-id'] ?? '1'));

  /** What is asked for within one organisation. */
  const within =
    (answer: (org: Organisation, params: Record<string, string>, request: StandinRequest) => StandinAnswer) =>
    (params: Record<string, string>, request: StandinRequest): StandinAnswer => {
      const org = named(request);
      return org === undefined
        ? message(401, 'You are not a member of this organization')
        : answer(org, params, request);
    };

  function createDataSource(org: Organisation, request: StandinRequest): StandinAnswer {
    const body = objectOf(request);
    const missing = ['name', 'type', 'access'].find((field) => typeof body?.[field] !== 'string');
    if (body === null || missing !== undefined)
      return message(400, `bad request data: ${missing} is required`);
    if (!plugin && body.type === PLUGIN) return message(404, 'plugin not found');
    const uid = String(body.uid ?? `ds${org.dataSources.size + 1}`);
    const taken = [...org.dataSources.values()].some((one) => one.uid === uid || one.name === body.name);
    if (taken) return message(409, 'data source with the same name already exists');
    org.dataSources.set(uid, { ...body, uid, id: org.dataSources.size + 1, orgId: org.id, readOnly: false });
    return json(200, {
      id: org.dataSources.size,
      name: body.name,
      message: 'Datasource added',
      datasource: { uid },
    });
  }

  function putDashboard(org: Organisation, request: StandinRequest): StandinAnswer {
    const body = objectOf(request);
    const dashboard = body?.dashboard as Thing | undefined;
    if (dashboard === undefined || typeof dashboard.title !== 'string')
      return message(400, 'bad request data');
    const folderUid = String(body?.folderUid ?? '');
    if (folderUid !== '' && !org.folders.has(folderUid)) return message(400, 'folder not found');
    const uid = String(dashboard.uid ?? '');
    const known = org.dashboards.get(uid);
    if (known !== undefined && body?.overwrite !== true)
      return json(412, { status: 'version-mismatch', message: 'changed' });
    const number = Number(known?.dashboard.version ?? 0) + 1;
    org.dashboards.set(uid, {
      dashboard: { ...dashboard, id: org.dashboards.size + 1, version: number },
      folderUid,
    });
    return json(200, { uid, url: `/d/${uid}`, version: number, status: 'success', id: 1, slug: uid });
  }

  function deleteOrganisation(id: number, request: StandinRequest): StandinAnswer {
    const found = organisations.find((one) => one.id === id);
    if (named(request)?.id === id) return message(400, 'Can not delete org for current user');
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > 13 || (major === 13 && minor >= 1)) return message(500, 'Failed to update organization');
    if (version.startsWith('12.0.')) return message(500, 'namespace mismatch');
    if (found === undefined) return message(404, 'Failed to delete organization. ID not found');
    organisations = organisations.filter((one) => one !== found);
    return message(200, 'Organization deleted');
  }

  const routes: readonly StandinRoute[] = [
    [
      'GET',
      '/user',
      () => json(200, { id: 1, login: credentials.username, isGrafanaAdmin: admin, orgId: 1 }),
    ],
    [
      'GET',
      '/plugins/{id}/settings',
      ({ id }) =>
        plugin && id === PLUGIN
          ? json(200, { id, enabled: true })
          : message(404, 'Plugin not found, no installed plugin with that id'),
    ],
    [
      'GET',
      '/orgs/name/{name}',
      ({ name }) => {
        const found = organisations.find((one) => one.name === name);
        return found
          ? json(200, { id: found.id, name, address: {} })
          : message(404, 'Organization not found');
      },
    ],
    [
      'POST',
      '/orgs',
      (_, request) => {
        const name = objectOf(request)?.name;
        if (!admin)
          return message(
            403,
            'You’ll need additional permissions to perform this action. Permissions needed: orgs:create',
          );
        if (typeof name !== 'string' || name === '') return message(400, 'bad request data');
        if (organisations.some((one) => one.name === name)) return message(409, 'Organization name taken');
        organisations.push(empty(++ids, name));
        return json(200, { orgId: ids, message: 'Organization created' });
      },
    ],
    [
      'PUT',
      '/orgs/{id}',
      ({ id }, request) => {
        const found = organisations.find((one) => String(one.id) === id);
        const name = objectOf(request)?.name;
        if (found === undefined || typeof name !== 'string') return message(404, 'Organization not found');
        if (organisations.some((one) => one !== found && one.name === name))
          return message(400, 'Organization name taken');
        found.name = name;
        return message(200, 'Organization updated');
      },
    ],
    ['DELETE', '/orgs/{id}', ({ id }, request) => deleteOrganisation(Number(id), request)],
    ['POST', '/datasources', within((org, _, request) => createDataSource(org, request))],
    [
      'GET',
      '/datasources/uid/{uid}',
      within((org, { uid = '' }) => {
        const found = org.dataSources.get(uid);
        if (found === undefined) return message(404, 'Data source not found');
        const { secureJsonData, ...shown } = found;
        return json(200, { ...shown, secureJsonFields: { basicAuthPassword: secureJsonData !== undefined } });
      }),
    ],
    [
      'PUT',
      '/datasources/uid/{uid}',
      within((org, { uid = '' }, request) => {
        const found = org.dataSources.get(uid);
        if (found === undefined) return message(404, 'Data source not found');
        org.dataSources.set(uid, { ...found, ...objectOf(request), uid });
        return message(200, 'Datasource updated');
      }),
    ],
    [
      'GET',
      '/datasources/uid/{uid}/health',
      within((org, { uid = '' }) => {
        const found = org.dataSources.get(uid);
        if (found === undefined) return message(404, 'Data source not found');
        const password = (found.secureJsonData as Thing | undefined)?.basicAuthPassword;
        const usable =
          found.basicAuth === true && typeof found.basicAuthUser === 'string' && typeof password === 'string';
        return usable
          ? json(200, { status: 'OK', message: 'Data source is working' })
          : message(400, 'Unauthorized');
      }),
    ],
    [
      'DELETE',
      '/datasources/uid/{uid}',
      within((org, { uid = '' }) =>
        org.dataSources.delete(uid)
          ? message(200, 'Data source deleted')
          : message(404, 'Data source not found'),
      ),
    ],
    [
      'GET',
      '/folders/{uid}',
      within((org, { uid = '' }) => {
        const found = org.folders.get(uid);
        return found ? json(200, found) : message(404, 'folder not found');
      }),
    ],
    [
      'POST',
      '/folders',
      within((org, _, request) => {
        const body = objectOf(request);
        if (typeof body?.title !== 'string') return message(400, 'folder title cannot be empty');
        const uid = String(body.uid ?? `folder${org.folders.size + 1}`);
        if (org.folders.has(uid)) return message(409, 'a folder with that uid already exists');
        org.folders.set(uid, { uid, title: body.title, version: 1 });
        return json(200, { uid, title: body.title });
      }),
    ],
    [
      'DELETE',
      '/folders/{uid}',
      within((org, { uid = '' }) => {
        if (!org.folders.delete(uid)) return message(404, 'folder not found');
        for (const [key, { folderUid }] of org.dashboards) if (folderUid === uid) org.dashboards.delete(key);
        return message(200, 'Folder deleted');
      }),
    ],
    ['POST', '/dashboards/db', within((org, _, request) => putDashboard(org, request))],
    [
      'GET',
      '/dashboards/uid/{uid}',
      within((org, { uid = '' }) => {
        const found = org.dashboards.get(uid);
        return found
          ? json(200, { dashboard: found.dashboard, meta: { folderUid: found.folderUid } })
          : message(404, 'Dashboard not found');
      }),
    ],
    [
      'DELETE',
      '/dashboards/uid/{uid}',
      within((org, { uid = '' }) =>
        org.dashboards.delete(uid) ? message(200, 'Dashboard deleted') : message(404, 'Dashboard not found'),
      ),
    ],
    [
      'GET',
      '/search',
      within((org, _, { query }) =>
        json(
          200,
          [...org.dashboards]
            .filter(([, { folderUid }]) => folderUid === query.get('folderUIDs'))
            .map(([uid, { dashboard }]) => ({ uid, title: dashboard.title, type: 'dash-db' })),
        ),
      ),
    ],
  ];

  return {
    reset,
    state: () => ({
      organisations: organisations.map(({ id, name, dataSources, folders, dashboards }) => ({
        id,
        name,
        dataSources: Object.fromEntries(dataSources),
        folders: Object.fromEntries(folders),
        dashboards: Object.fromEntries(dashboards),
      })),
    }),
    handle(request) {
      if (request.method === 'GET' && request.path === '/health') {
        return json(200, { database: 'ok', version, commit: 'abc' });
      }
      if (!isBasic(request, credentials)) return message(401, 'Invalid username or password');
      return routed(routes, request) ?? message(404, 'Not found');
    },
  };
}
