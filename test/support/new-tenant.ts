import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import { type Answer, call, operatorToken, unique } from './cell.ts';

/** A customer code that no other test uses and that begins no other. */
export const newCode = (): TenantId => tenantIdSchema.parse(`t${unique('').replaceAll('-', '').slice(-11)}`);

/** Asks for a tenant as the operator; the answer is the API's, also when it refuses. */
export async function createTenant(code: string, extra: Record<string, unknown> = {}): Promise<Answer> {
  return call({
    method: 'POST',
    path: '/api/v1/tenants',
    token: await operatorToken(),
    body: {
      customer_code: code,
      organization_name: 'Initech',
      contact_email: 'soc@initech.example',
      industry: 'Technology',
      data_residency: 'eu',
      retention_days: 30,
      ...extra,
    },
  });
}
