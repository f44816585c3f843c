import { guidField, microsoftApp, type Template, textField } from '#shared/datasources/template.ts';

export const microsoftDefenderTemplate: Template = {
  template_id: 'microsoft-defender',
  name: 'Microsoft Defender XDR',
  description: 'Alerts of Defender from Microsoft Graph, and the incidents of a Sentinel workspace.',
  icon: 'M12 2 4 5v6c0 5 3.5 9 8 11 4.500-2 8-6 8-11V5ZM12 5l5 2v4c0 3.500-2 6.500-5 8Z',
  source_type: 'endpoint',
  connector_type: 'sentinel_connector',
  connector: 'microsoft-defender',
  settings: [
    ...microsoftApp,
    {
      ...guidField(
        'subscription_id',
        'Subscription id',
        'Of the workspace, for Sentinel’s incidents; else empty.',
      ),
      required: false,
    },
    {
      ...textField('resource_group', 'Resource group', 'Of the workspace.', /^[A-Za-z0-9._()-]{1,90}$/),
      required: false,
    },
    {
      ...textField(
        'workspace_name',
        'Workspace name',
        'Azure portal → Log Analytics workspace → Overview.',
        /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
      ),
      required: false,
    },
  ],
  shippers: [],
  instructions: `1. Give the application {{setting.client_id}} the application permission \`SecurityAlert.Read.All\` of Microsoft Graph, with admin consent.
2. For the incidents of a Sentinel workspace, too, enter its subscription, resource group and name, and give the application the role \`Microsoft Sentinel Reader\` on it. Incidents that stem from what Gatehouse sent there are left out.
3. Press Test: Gatehouse asks for the newest alerts and incidents.`,
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
