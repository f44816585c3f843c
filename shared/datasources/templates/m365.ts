import { microsoftApp, type SettingField, type Template } from '#shared/datasources/template.ts';

const plan: SettingField = {
  name: 'plan',
  label: 'Microsoft 365 plan',
  kind: 'select',
  required: true,
  options: ['enterprise', 'gcc', 'gcc-high', 'dod'],
  default: 'enterprise',
  help: 'Tells the address of the Management Activity API.',
};

export const m365Template: Template = {
  template_id: 'm365',
  name: 'Microsoft 365',
  description: 'Exchange, SharePoint, Teams and mail protection, read from the Management Activity API.',
  icon: 'M2 5h20v14H2ZM4 7l8 6 8-6ZM4 9v8h16V9l-8 6Z',
  source_type: 'email',
  connector_type: 'api_poll',
  connector: 'm365',
  settings: [...microsoftApp, plan],
  shippers: [],
  instructions: `1. Switch on the unified audit log in Microsoft Purview.
2. Register an application and give it the application permission \`ActivityFeed.Read\` of Office 365 Management APIs, with admin consent; for data loss prevention \`ActivityFeed.ReadDlp\`, too.
3. Make a client secret and enter its value here.
4. Press Test: Gatehouse subscribes to the content types on behalf of {{setting.client_id}}. The first events may take hours.`,
  probe: (user, at) =>
    JSON.stringify({
      CreationTime: at.toISOString().slice(0, 19),
      Id: `${user}-${at.getTime()}`,
      Operation: 'FileAccessed',
      OrganizationId: 'gatehouse',
      RecordType: 6,
      UserKey: user,
      UserType: 0,
      Version: 1,
      Workload: 'SharePoint',
      ClientIP: '192.0.2.10',
      UserId: user,
      ObjectId: 'https://validation.invalid/validation.txt',
      ItemType: 'File',
    }),
};
