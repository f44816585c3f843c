import { secretField, type Template, textField } from '#shared/datasources/template.ts';

export const crowdstrikeTemplate: Template = {
  template_id: 'crowdstrike',
  name: 'CrowdStrike Falcon',
  description: 'Alerts of Falcon (endpoint, identity, cloud), read from its Alerts API.',
  icon: 'M2 4c6 3 12 4 20 4-5 2-7 4-8 8-1-3-3-4-6-4 2 2 3 4 3 8C8 12 4 10 2 4Z',
  source_type: 'endpoint',
  connector_type: 'api_poll',
  connector: 'crowdstrike',
  settings: [
    {
      name: 'cloud',
      label: 'Falcon cloud',
      kind: 'select',
      required: true,
      options: ['us-1', 'us-2', 'eu-1', 'us-gov-1'],
      default: 'us-1',
      help: 'Where your Falcon console is.',
    },
    textField(
      'client_id',
      'API client id',
      'Support and resources → API clients and keys.',
      /^[0-9a-f]{32}$/i,
    ),
    secretField('client_secret', 'API client secret', 'Shown once, when the client is made.'),
  ],
  shippers: [],
  instructions: `1. In Falcon (cloud {{setting.cloud}}) open Support and resources → API clients and keys and add a client with the scope *Alerts: read*.
2. Enter its id and secret here and press Test. Detections of the older API are among the alerts; that API has been switched off.`,
  probe: (user, at) =>
    JSON.stringify({
      metadata: {
        customerIDString: 'gatehouse',
        offset: at.getTime() % 1_000_000_000,
        eventType: 'RemoteResponseSessionStartEvent',
        eventCreationTime: at.getTime(),
        version: '1.0',
      },
      event: {
        SessionId: user,
        HostnameField: 'gatehouse-validation',
        UserName: user,
        StartTimestamp: Math.floor(at.getTime() / 1000),
      },
    }),
};
