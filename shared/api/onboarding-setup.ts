import { z } from 'zod';
import type { RequestContext } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import type { Ports } from '#shared/ports/ports.ts';
import {
  azureConnectionSchema,
  type Initiator,
  platformSchema,
  type Setup,
  setupSchema,
} from '#shared/schema/onboarding.ts';
import { residencySchema, type Tenant } from '#shared/schema/tenant.ts';
import { refuseForeignResidency, refuseReservedCode } from '#shared/tenants/new-tenant.ts';
import { secretNames } from '#shared/tenants/provisioning/names.ts';
import { workbookIds } from '#shared/tenants/workbooks.ts';

const fields = setupSchema.shape;

/** The form of the wizard's first steps, its fields by the names that the customer's admin knows. */
export const setupBody = z.strictObject({
  existing_soc: fields.existing_soc.describe('True connects an existing SOC, false provisions a new one.'),
  organization_name: fields.organization_name,
  contact_email: fields.contact_email,
  industry: fields.industry,
  data_residency: residencySchema.default('any'),
  retention_days: fields.retention_days
    .optional()
    .describe('90 without it; of a tenant that exists, what it has.'),
  platforms: z.array(platformSchema).max(2).default([]).describe('None is Gatehouse alone.'),
  sentinel_workspace_id: z.guid().optional(),
  sentinel_shared_key: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'Legacy: kept as a secret, and unusable since Microsoft switched its API off on 14 September 2026.',
    ),
  azure: azureConnectionSchema
    .extend({ client_secret: z.string().min(1).max(500).optional() })
    .optional()
    .describe('The app registration and workspace; the secret may be left out once it was given.'),
  defender: z.boolean().default(false),
  workbooks: z
    .array(z.enum(workbookIds))
    .max(workbookIds.length)
    .default([...workbookIds])
    .describe('Workbooks to deploy into Sentinel; all five unless some are named.'),
  defender_pilot_group: z
    .guid()
    .optional()
    .describe('Entra ID group whose devices get the Defender policies first; nobody without one.'),
  shards: fields.shards.default(1),
  replicas: fields.replicas.default(0),
});
export type SetupBody = z.infer<typeof setupBody>;

export const SHARED_KEY_NOTICE =
  'The workspace’s shared key was kept, but it can’t be used: Microsoft switched the HTTP Data Collector API off on ' +
  '14 September 2026. Its successor is the Logs Ingestion API, for which Gatehouse sets up a table, a data collection ' +
  'rule and a role assignment with the app registration that you give.';

/** The form without its secrets. How long a tenant's data is kept is not changed by a setup. */
export async function setupOf(ports: Ports, context: RequestContext, body: SetupBody): Promise<Setup> {
  const { tenantId, caller } = context;
  refuseReservedCode(tenantId);
  refuseForeignResidency(body.data_residency, ports.cell);
  if (body.platforms.includes('sentinel') && body.azure === undefined) {
    throw new DomainError(
      'invalid_request',
      'Sentinel needs the app registration and the workspace: fill in "azure".',
      {
        issues: [{ in: 'body', path: 'azure', message: 'is needed for the platform sentinel' }],
      },
    );
  }
  const existing = await ports.tenants.get(tenantId);
  const {
    sentinel_shared_key: key,
    azure,
    sentinel_workspace_id: workspace,
    defender_pilot_group: pilot,
    ...rest
  } = body;
  const { client_secret: _, ...connection } = azure ?? {};
  return setupSchema.parse({
    ...rest,
    tenant_id: tenantId,
    retention_days: retentionOf(existing, caller, body.retention_days),
    sentinel_workspace_id: workspace ?? null,
    defender_app: null,
    defender_pilot_group: pilot ?? null,
    sentinel_shared_key_given: key !== undefined,
    azure: azure === undefined ? null : connection,
  });
}

const USUAL_RETENTION = 90;

/** Whoever may change it learns that this is not the place; for everybody else it is what was agreed with them. */
function retentionOf(
  existing: Tenant | null,
  { role }: RequestContext['caller'],
  wanted: number | undefined,
): number {
  if (existing === null) return wanted ?? USUAL_RETENTION;
  const { tenant_id, retention_days } = existing;
  if (role === 'platform_admin' && wanted !== undefined && wanted !== retention_days) {
    throw new DomainError(
      'invalid_request',
      `${tenant_id} keeps its data for ${retention_days} days. Change that with PATCH /api/v1/tenants/${tenant_id} first, or leave it out here.`,
      { issues: [{ in: 'body', path: 'retention_days', message: `is ${retention_days} for this tenant` }] },
    );
  }
  return retention_days;
}

/** Puts what is secret into the secret store, under the tenant's own names. */
export async function keepSecrets(
  ports: Ports,
  { tenantId }: RequestContext,
  body: SetupBody,
): Promise<void> {
  const secret = body.azure?.client_secret;
  if (secret !== undefined) await ports.secrets.put(tenantId, secretNames.azureClient, secret);
  const key = body.sentinel_shared_key;
  if (key !== undefined) await ports.secrets.put(tenantId, secretNames.sentinelSharedKey, key);
}

/** The tenant's secrets as they would be with the form's: for a look that keeps nothing. */
export function withSecretsOf({ secrets }: Pick<Ports, 'secrets'>, body: SetupBody): Ports['secrets'] {
  const given = body.azure?.client_secret;
  return {
    ...secrets,
    get: async (tenantId, name) =>
      name === secretNames.azureClient && given !== undefined ? given : secrets.get(tenantId, name),
  };
}

export const initiatorOf = ({ caller }: RequestContext): Initiator => ({
  id: caller.userId,
  email: caller.email,
  role: caller.role,
});
