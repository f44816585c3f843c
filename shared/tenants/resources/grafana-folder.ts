import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { GRAFANA_FOLDER } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import { gone, type Resource } from '#shared/tenants/provisioning/resource.ts';
import { knownOrganisation, organisationOf } from '#shared/tenants/resources/grafana-organisation.ts';

const KEY = 'folder';
const TITLE = 'EDR';
const OBJECT = `folder ${TITLE}`;

export const grafanaFolder: Resource = {
  name: 'grafana-folder',
  title: 'Grafana folder',
  system: 'grafana',
  needs: ['grafana-organisation'],
  applies: (setup, systems) =>
    setup.platforms.includes('open_source') && systems.grafana !== null && systems.opensearch !== null,

  async plan(context) {
    const org = knownOrganisation(context);
    const found = org === null ? null : await (await context.apis.grafana()).folder(org, GRAFANA_FOLDER);
    return [
      { object: OBJECT, call: 'POST /folders', action: found === null ? 'create' : 'adopt', reason: null },
    ];
  },

  async ensure(context) {
    const grafana = await context.apis.grafana();
    const org = organisationOf(context);
    await ensureObject(context, {
      key: KEY,
      find: () => grafana.folder(org, GRAFANA_FOLDER),
      create: () => grafana.createFolder(org, GRAFANA_FOLDER, TITLE),
      idOf: ({ uid }) => uid,
    });
  },

  async verify(context) {
    const found = await (await context.apis.grafana()).folder(organisationOf(context), GRAFANA_FOLDER);
    return found === null ? [gone(OBJECT)] : [];
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: OBJECT,
      findId: async () => GRAFANA_FOLDER,
      async drop(id) {
        const org = knownOrganisation(context);
        if (org !== null) await (await context.apis.grafana()).deleteFolder(org, id);
      },
    }),
};
