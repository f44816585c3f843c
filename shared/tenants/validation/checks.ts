import type { Check } from '#shared/tenants/validation/check.ts';
import { connectorsCheck } from '#shared/tenants/validation/checks/connectors.ts';
import { ingestionCheck } from '#shared/tenants/validation/checks/ingestion.ts';
import { playbooksCheck } from '#shared/tenants/validation/checks/playbooks.ts';
import { rulesCheck } from '#shared/tenants/validation/checks/rules.ts';
import { siemCheck } from '#shared/tenants/validation/checks/siem.ts';
import { tenantCheck } from '#shared/tenants/validation/checks/tenant.ts';

/** The suite, in the order in which it is run and shown. */
export const checks: readonly Check[] = [
  tenantCheck,
  siemCheck,
  connectorsCheck,
  rulesCheck,
  ingestionCheck,
  playbooksCheck,
];
