import { choice, intunePolicy } from '#shared/tenants/provisioning/intune-policy.ts';

/** Onboards devices to Defender for Endpoint with the package that the connector of Intune brings. */
export const defenderEdr = intunePolicy({
  name: 'defender-edr',
  title: 'Defender EDR onboarding policy',
  templateId: '0385b795-0f2f-44ac-8602-9f65bf6adede_1',
  nameOf: ({ tenantId }) => `soc-${tenantId}-edr`,
  settings: (definitions) =>
    definitions
      .filter((name) => name.endsWith('_configurationtype'))
      .map((name) => choice(name, 'autofromconnector')),
});
