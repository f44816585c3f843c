import { tenantIdSchema } from '#shared/ids.ts';
import type { Setup } from '#shared/schema/onboarding.ts';

export function buildSetup(overrides: Partial<Setup> = {}): Setup {
  return {
    tenant_id: tenantIdSchema.parse('acme'),
    existing_soc: false,
    organization_name: 'Acme Corporation',
    contact_email: 'security@acme.example',
    industry: 'Manufacturing',
    data_residency: 'eu',
    retention_days: 30,
    platforms: ['open_source'],
    sentinel_workspace_id: null,
    sentinel_shared_key_given: false,
    azure: null,
    defender: false,
    workbooks: [],
    defender_app: null,
    defender_pilot_group: null,
    shards: 1,
    replicas: 0,
    ...overrides,
  };
}
