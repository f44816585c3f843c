import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { capabilityAnswer } from '#shared/api/defender-answer.ts';
import { lastSetup } from '#shared/api/last-setup.ts';
import { runAnswer } from '#shared/api/onboarding-answers.ts';
import { defineRoute } from '#shared/api/route.ts';
import { startPart } from '#shared/api/start-part.ts';
import { defenderCapabilities } from '#shared/tenants/defender-capabilities.ts';
import { apisFor, engineOf } from '#shared/tenants/provisioning/engine.ts';
import { secretNames } from '#shared/tenants/provisioning/names.ts';

export const configureDefender = defineRoute({
  operation: 'configureDefender',
  summary: 'Configure Microsoft Defender as far as its APIs go, and tell how each capability really stands',
  method: 'POST',
  path: '/api/v1/onboarding/defender/configure',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.administer,
  status: 202,
  body: z.strictObject({
    azure_tenant_id: z.guid(),
    client_id: z.guid(),
    client_secret: z.string().min(1).max(500).optional().describe('May be left out once it was given.'),
    edr: z.boolean().default(true),
    atp: z.boolean().default(true),
    automated_investigation: z.literal(true).default(true).describe('Always selected.'),
    asr: z.literal(true).default(true).describe('Always selected; in audit at first.'),
    pilot_group: z.guid().nullable().default(null).describe('Entra ID group that gets the policies.'),
  }),
  answer: z.object({ run: runAnswer, capabilities: z.array(capabilityAnswer) }),
  async handle(ports, context, { body }) {
    const { tenantId } = context;
    if (body.client_secret !== undefined) {
      await ports.secrets.put(tenantId, secretNames.defenderClient, body.client_secret);
    }
    const setup = {
      ...(await lastSetup(ports, tenantId)),
      defender: true,
      defender_app: { azure_tenant_id: body.azure_tenant_id, client_id: body.client_id },
      defender_pilot_group: body.pilot_group,
    };
    const names = ['defender-asr', ...(body.edr ? ['defender-edr'] : [])];
    const run = await startPart(ports, context, setup, names, 'configureDefender');
    const apis = apisFor(engineOf(ports), { tenant_id: tenantId, setup });
    return { run, capabilities: await defenderCapabilities(tenantId, apis) };
  },
});
