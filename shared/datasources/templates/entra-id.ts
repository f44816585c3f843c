import { microsoftApp, type Template } from '#shared/datasources/template.ts';

export const entraIdTemplate: Template = {
  template_id: 'entra-id',
  name: 'Microsoft Entra ID',
  description: 'Sign-ins, directory changes and risk detections, read from Microsoft Graph.',
  icon: 'M12 2 22 12 12 22 2 12ZM12 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM7 17a5 3 0 0 1 10 0Z',
  source_type: 'identity',
  connector_type: 'api_poll',
  connector: 'entra-id',
  settings: microsoftApp,
  shippers: [],
  instructions: `1. In the Entra admin centre register an application for Gatehouse.
2. Under API permissions add the application permissions \`AuditLog.Read.All\` and \`IdentityRiskEvent.Read.All\` of Microsoft Graph, and grant admin consent.
3. Make a client secret and enter its value here. Sign-in logs need an Entra ID P1 licence, risk detections P2.
4. Press Test. The application is {{setting.client_id}} in the directory {{setting.azure_tenant_id}}.`,
  probe: (user, at) =>
    JSON.stringify({
      id: `${user}-${at.getTime()}`,
      createdDateTime: at.toISOString(),
      userDisplayName: user,
      userPrincipalName: user,
      userId: user,
      appDisplayName: 'Gatehouse',
      ipAddress: '192.0.2.10',
      clientAppUsed: 'Browser',
      conditionalAccessStatus: 'notApplied',
      isInteractive: true,
      riskState: 'none',
      status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
    }),
};
