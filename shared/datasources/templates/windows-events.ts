import type { Template } from '#shared/datasources/template.ts';

export const windowsEventsTemplate: Template = {
  template_id: 'windows-events',
  name: 'Windows events',
  description: 'Security, System, PowerShell and Sysmon events, forwarded by a collector or an agent.',
  icon: 'M3 5l8-1v7H3ZM12 4l9-1v8h-9ZM3 12h8v7l-8-1ZM12 12h9v8l-9-1Z',
  source_type: 'endpoint',
  connector_type: 'windows_event_forwarding',
  connector: 'windows-events',
  settings: [],
  shippers: ['winlogbeat', 'nxlog', 'vector'],
  instructions: `1. Have the machines forward to a collector (Group Policy: *Configure target Subscription Manager*), or install the agent on each.
2. On the collector set up Winlogbeat or NXLog with the text below: it reads *Forwarded Events* and sends to {{url}} as the source {{source_id}}.
3. Press Test, or wait for the first events.`,
  probe: (user, at) =>
    JSON.stringify({
      '@timestamp': at.toISOString(),
      event_id: 4634,
      record_number: at.getTime(),
      log_name: 'Security',
      source_name: 'Microsoft-Windows-Security-Auditing',
      computer_name: 'gatehouse-validation',
      event_data: {
        TargetUserName: user,
        TargetDomainName: 'GATEHOUSE',
        TargetLogonId: '0x1',
        LogonType: '3',
      },
      keywords: ['Audit Success'],
    }),
};
