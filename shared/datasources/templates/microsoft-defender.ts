import { guidField, microsoftApp, type Template } from '#shared/datasources/template.ts';

export const microsoftDefenderTemplate: Template = {
  template_id: 'microsoft-defender',
  name: 'Microsoft Defender XDR',
  description: 'Alerts and endpoint events of Defender, read from the tables of a Sentinel workspace.',
  icon: 'M12 2 4 5v6c0 5 3.5 9 8 11 4.500-2 8-6 8-11V5ZM12 5l5 2v4c0 3.500-2 6.500-5 8Z',
  source_type: 'endpoint',
  connector_type: 'sentinel_connector',
  connector: 'microsoft-defender',
  settings: [
    ...microsoftApp,
    guidField('workspace_id', 'Workspace id', 'Azure portal → Log Analytics workspace → Overview.'),
  ],
  shippers: [],
  instructions: `1. In Sentinel install the solution Microsoft Defender XDR and connect its tables.
2. Give the application {{setting.client_id}} the role \`Log Analytics Reader\` on the workspace {{setting.workspace_id}}.
3. Press Test: Gatehouse asks the workspace for its newest rows.`,
  probe: (user, at) =>
    JSON.stringify({
      time: at.toISOString(),
      tenantId: '00000000-0000-4000-8000-000000000001',
      operationName: 'Publish',
      category: 'AdvancedHunting-DeviceInfo',
      properties: {
        DeviceId: '0000000000000000000000000000000000000001',
        DeviceName: 'gatehouse.validation.invalid',
        ReportId: at.getTime() % 1_000_000_000,
        Timestamp: at.toISOString(),
        OSPlatform: 'Windows11',
        LoggedOnUsers: JSON.stringify([{ UserName: user, DomainName: 'GATEHOUSE' }]),
        ActionType: '',
      },
      Tenant: 'DefaultTenant',
    }),
};
