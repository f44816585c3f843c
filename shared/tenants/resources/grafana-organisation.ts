import { ensureObject } from '#shared/tenants/provisioning/ensure-object.ts';
import { grafanaOrganisation } from '#shared/tenants/provisioning/names.ts';
import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import { gone, type Resource, type ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export const ORGANISATION_KEY = 'organisation';

const objectOf = ({ tenantId }: ResourceContext): string => `organisation ${grafanaOrganisation(tenantId)}`;

const find = async (context: ResourceContext) =>
  (await context.apis.grafana()).organisation(grafanaOrganisation(context.tenantId));

/** The organisation's number, which every other call of the customer's Grafana names. */
export function organisationOf(context: ResourceContext): number {
  const id = context.ledger.idOf('grafana-organisation', ORGANISATION_KEY);
  if (id === null) throw new VendorError('grafana', 'not_found', 'The customer’s organisation is not known');
  return Number(id);
}

/** The organisation's number where it is known: nothing of the customer can be in a Grafana without one. */
export function knownOrganisation(context: ResourceContext): number | null {
  const id = context.ledger.idOf('grafana-organisation', ORGANISATION_KEY);
  return id === null ? null : Number(id);
}

export const grafanaOrganisationResource: Resource = {
  name: 'grafana-organisation',
  title: 'Grafana organisation',
  system: 'grafana',
  needs: ['gatehouse-tenant'],
  applies: (setup, systems) =>
    setup.platforms.includes('open_source') && systems.grafana !== null && systems.opensearch !== null,

  async plan(context) {
    const action = (await find(context)) === null ? 'create' : 'adopt';
    return [{ object: objectOf(context), call: 'POST /orgs', action, reason: null }];
  },

  async ensure(context) {
    const grafana = await context.apis.grafana();
    await ensureObject(context, {
      key: ORGANISATION_KEY,
      find: () => find(context),
      create: () => grafana.createOrganisation(grafanaOrganisation(context.tenantId)),
      idOf: ({ id }) => String(id),
    });
  },

  async verify(context) {
    return (await find(context)) === null ? [gone(objectOf(context))] : [];
  },

  /**
   * Some versions of Grafana fail to delete any organisation. An empty one is then renamed, which frees its name, and
   * left to the operator; nothing else waits for it.
   */
  async remove(context) {
    const row = context.ledger.rows().find(({ key }) => key === ORGANISATION_KEY);
    const name = `deleted-${context.tenantId}-${row?.vendor_id ?? ''}`;
    let renamed = false;
    const kept = await removeObject(context, {
      key: ORGANISATION_KEY,
      object: objectOf(context),
      findId: async () => (await find(context))?.id.toString() ?? null,
      async drop(id) {
        const grafana = await context.apis.grafana();
        try {
          await grafana.deleteOrganisation(Number(id));
        } catch (error) {
          if (!(error instanceof VendorError) || error.fault !== 'broken') throw error;
          // It may have gone although the answer was an error.
          if ((await find(context)) === null) return;
          await grafana.renameOrganisation(Number(id), `deleted-${context.tenantId}-${id}`);
          renamed = true;
        }
      },
    });
    if (!renamed) return kept;
    const reason = `This Grafana can't delete organisations. It is empty and now called "${name}": delete it by hand after an upgrade.`;
    return [{ object: objectOf(context), reason, needsOperator: true }];
  },
};
