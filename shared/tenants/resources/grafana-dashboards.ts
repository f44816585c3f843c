import type { Difference } from '#shared/schema/onboarding.ts';
import { grafanaJson } from '#shared/tenants/dashboards/panel.ts';
import { dashboards } from '#shared/tenants/dashboards.ts';
import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { GRAFANA_FOLDER } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Kept,
  type Planned,
  type Resource,
} from '#shared/tenants/provisioning/resource.ts';
import { knownOrganisation, organisationOf } from '#shared/tenants/resources/grafana-organisation.ts';
import type { GrafanaObject } from '#shared/vendors/grafana.ts';

const keyOf = (uid: string): string => `dashboard/${uid}`;
const objectOf = (title: string): string => `dashboard ${title}`;

type Found = { dashboard: GrafanaObject; folderUid: string };

/** What makes it ours and of use: title, folder and panels. Grafana adds ids, versions and defaults of its own. */
function compare(wanted: GrafanaObject, found: Found): Difference[] {
  const object = objectOf(String(wanted.title));
  return differences(
    object,
    { title: wanted.title, panels: wanted.panels, folder: GRAFANA_FOLDER },
    { ...found.dashboard, folder: found.folderUid },
  );
}

export const grafanaDashboards: Resource = {
  name: 'grafana-dashboards',
  title: 'Grafana dashboards: the five of every customer',
  system: 'grafana',
  needs: ['grafana-folder', 'grafana-data-source'],
  applies: (setup, systems) =>
    setup.platforms.includes('open_source') && systems.grafana !== null && systems.opensearch !== null,

  async plan(context) {
    const org = knownOrganisation(context);
    const grafana = await context.apis.grafana();
    return Promise.all(
      dashboards.map(async ({ uid, title }): Promise<Planned> => {
        const found = org === null ? null : await grafana.dashboard(org, uid);
        const action = found === null ? 'create' : 'adopt';
        return { object: objectOf(title), call: 'POST /dashboards/db', action, reason: null };
      }),
    );
  },

  async ensure(context) {
    const grafana = await context.apis.grafana();
    const org = organisationOf(context);
    for (const dashboard of dashboards) {
      const wanted = grafanaJson(dashboard);
      const { uid } = dashboard;
      const found = await ensureObject(context, {
        key: keyOf(uid),
        find: () => grafana.dashboard(org, uid),
        create: () => grafana.createDashboard(org, GRAFANA_FOLDER, wanted),
        idOf: () => uid,
      });
      if (compare(wanted, found).length === 0) continue;
      await context.ledger.change(keyOf(uid), uid, found);
      await grafana.updateDashboard(org, GRAFANA_FOLDER, wanted);
    }
  },

  async verify(context) {
    const grafana = await context.apis.grafana();
    const org = organisationOf(context);
    const all = await Promise.all(
      dashboards.map(async (dashboard) => {
        const found = await grafana.dashboard(org, dashboard.uid);
        return found === null ? [gone(objectOf(dashboard.title))] : compare(grafanaJson(dashboard), found);
      }),
    );
    return all.flat();
  },

  async remove(context) {
    const kept: Kept[] = [];
    const org = knownOrganisation(context);
    const grafana = await context.apis.grafana();
    for (const { uid, title } of dashboards) {
      const removed = await removeObject(context, {
        key: keyOf(uid),
        object: objectOf(title),
        findId: async () => uid,
        drop: async (id) => (org === null ? false : grafana.deleteDashboard(org, id)),
        async restore(_id, before) {
          const { dashboard, folderUid } = before as Found;
          if (org !== null) await grafana.updateDashboard(org, folderUid, dashboard);
        },
      });
      kept.push(...removed);
    }
    return kept;
  },
};
