import { access } from '#shared/api/access.ts';
import { defineRoute } from '#shared/api/route.ts';
import { forwardingStateOf, forwardingStateSchema } from '#shared/tenants/sentinel/forwarding-state.ts';

export const getSentinelForwarding = defineRoute({
  operation: 'getSentinelForwarding',
  summary: 'Show how the sending of events and alerts to the tenant’s Sentinel stands',
  method: 'GET',
  path: '/api/v1/onboarding/sentinel/forwarding',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  answer: forwardingStateSchema,
  handle: async (ports, { tenantId }) => forwardingStateOf(await ports.forwarding.get(tenantId)),
});
