import { z } from 'zod';
import { pathOf, type VendorHttp } from '#shared/vendors/http.ts';

export type GrafanaObject = Readonly<Record<string, unknown>>;

/** Everything but organisations is asked for within one organisation, which the request names. */
export type GrafanaApi = {
  /** Such as `12.1.0`. */
  version(): Promise<string>;
  /** Whether the caller may make organisations. */
  isServerAdmin(): Promise<boolean>;
  hasPlugin(id: string): Promise<boolean>;
  organisation(name: string): Promise<{ id: number; name: string } | null>;
  createOrganisation(name: string): Promise<number>;
  renameOrganisation(id: number, name: string): Promise<void>;
  /** False when it was not there. @throws VendorError: some versions fail for every organisation. */
  deleteOrganisation(id: number): Promise<boolean>;
  dataSource(orgId: number, uid: string): Promise<GrafanaObject | null>;
  createDataSource(orgId: number, body: GrafanaObject): Promise<void>;
  updateDataSource(orgId: number, uid: string, body: GrafanaObject): Promise<void>;
  deleteDataSource(orgId: number, uid: string): Promise<boolean>;
  /** What the data source says of itself; `OK` when it reaches its cluster. */
  dataSourceHealth(orgId: number, uid: string): Promise<string>;
  folder(orgId: number, uid: string): Promise<{ uid: string; title: string } | null>;
  createFolder(orgId: number, uid: string, title: string): Promise<void>;
  deleteFolder(orgId: number, uid: string): Promise<boolean>;
  dashboard(orgId: number, uid: string): Promise<{ dashboard: GrafanaObject; folderUid: string } | null>;
  /** Creates it. */
  createDashboard(orgId: number, folderUid: string, dashboard: GrafanaObject): Promise<void>;
  /** Gives it a new version; twice gives it two. */
  updateDashboard(orgId: number, folderUid: string, dashboard: GrafanaObject): Promise<void>;
  deleteDashboard(orgId: number, uid: string): Promise<boolean>;
};

/** The organisation that Grafana makes at its first start; nobody can delete it. */
const MAIN_ORGANISATION = 1;

const done = z.unknown().transform(() => true as const);
const objectSchema = z.record(z.string(), z.unknown());

/** Typed calls to a Grafana server from 11 to 13, as a server admin with a password. */
export function makeGrafanaApi(http: VendorHttp): GrafanaApi {
  const within = (orgId: number) => ({ 'x-grafana-org-id': String(orgId) });
  const drop = async (path: string, orgId: number, query?: Record<string, boolean>): Promise<boolean> => {
    const call = { method: 'DELETE', path, headers: within(orgId), answer: done } as const;
    return (await http.find(query === undefined ? call : { ...call, query })) !== null;
  };
  const send = async (
    method: 'POST' | 'PUT',
    path: string,
    orgId: number,
    json: GrafanaObject,
    repeatable = method === 'PUT',
  ): Promise<void> => {
    await http.call({ method, path, headers: within(orgId), json, repeatable, answer: z.unknown() });
  };

  // With a fixed uid and `overwrite` a second one is a new version of the first.
  const putDashboard = (orgId: number, folderUid: string, dashboard: GrafanaObject, repeatable: boolean) =>
    send(
      'POST',
      '/dashboards/db',
      orgId,
      { dashboard: { ...dashboard, id: null }, folderUid, overwrite: true, message: 'Gatehouse' },
      repeatable,
    );

  return {
    async version() {
      const answer = z.object({ version: z.string() });
      return (await http.call({ method: 'GET', path: '/health', anonymous: true, answer })).version;
    },
    async isServerAdmin() {
      const answer = z.object({ isGrafanaAdmin: z.boolean() });
      return (await http.call({ method: 'GET', path: '/user', answer })).isGrafanaAdmin;
    },
    async hasPlugin(id) {
      return (
        (await http.find({ method: 'GET', path: `/plugins${pathOf(id)}/settings`, answer: done })) !== null
      );
    },
    organisation: (name) =>
      http.find({
        method: 'GET',
        path: `/orgs/name${pathOf(name)}`,
        answer: z.object({ id: z.number(), name: z.string() }),
      }),
    async createOrganisation(name) {
      const answer = z.object({ orgId: z.number() });
      return (await http.call({ method: 'POST', path: '/orgs', json: { name }, answer })).orgId;
    },
    renameOrganisation: (id, name) => send('PUT', `/orgs/${id}`, MAIN_ORGANISATION, { name }),
    deleteOrganisation: (id) => drop(`/orgs/${id}`, MAIN_ORGANISATION),
    dataSource: (orgId, uid) =>
      http.find({
        method: 'GET',
        path: `/datasources/uid${pathOf(uid)}`,
        headers: within(orgId),
        answer: objectSchema,
      }),
    createDataSource: (orgId, body) => send('POST', '/datasources', orgId, body),
    updateDataSource: (orgId, uid, body) => send('PUT', `/datasources/uid${pathOf(uid)}`, orgId, body),
    deleteDataSource: (orgId, uid) => drop(`/datasources/uid${pathOf(uid)}`, orgId),
    async dataSourceHealth(orgId, uid) {
      const path = `/datasources/uid${pathOf(uid)}/health`;
      const answer = z.object({ status: z.string() });
      return (await http.call({ method: 'GET', path, headers: within(orgId), answer })).status;
    },
    folder: (orgId, uid) =>
      http.find({
        method: 'GET',
        path: `/folders${pathOf(uid)}`,
        headers: within(orgId),
        answer: z.object({ uid: z.string(), title: z.string() }),
      }),
    createFolder: (orgId, uid, title) => send('POST', '/folders', orgId, { uid, title }),
    deleteFolder: (orgId, uid) => drop(`/folders${pathOf(uid)}`, orgId, { forceDeleteRules: true }),
    async dashboard(orgId, uid) {
      const answer = z.object({
        dashboard: objectSchema,
        meta: z.object({ folderUid: z.string().default('') }),
      });
      const path = `/dashboards/uid${pathOf(uid)}`;
      const found = await http.find({ method: 'GET', path, headers: within(orgId), answer });
      return found && { dashboard: found.dashboard, folderUid: found.meta.folderUid };
    },
    createDashboard: (orgId, folderUid, dashboard) => putDashboard(orgId, folderUid, dashboard, false),
    updateDashboard: (orgId, folderUid, dashboard) => putDashboard(orgId, folderUid, dashboard, true),
    deleteDashboard: (orgId, uid) => drop(`/dashboards/uid${pathOf(uid)}`, orgId),
  };
}
