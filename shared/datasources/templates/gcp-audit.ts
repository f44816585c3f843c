import { type Template, textField } from '#shared/datasources/template.ts';

export const gcpAuditTemplate: Template = {
  template_id: 'gcp-audit',
  name: 'Google Cloud audit logs',
  description: 'Admin activity and data access of Google Cloud, pushed by Pub/Sub.',
  icon: 'M12 3 20 8v8l-8 5-8-5V8ZM12 8 8 10v4l4 2 4-2v-4Z',
  source_type: 'cloud',
  connector_type: 'webhook',
  connector: 'gcp-audit',
  settings: [
    textField(
      'project_id',
      'Project id',
      'The project whose logs are routed.',
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    ),
  ],
  shippers: ['vector', 'fluent-bit', 'curl'],
  instructions: `1. Route the audit logs of {{setting.project_id}} to a Pub/Sub topic: \`gcloud logging sinks create gatehouse pubsub.googleapis.com/projects/{{setting.project_id}}/topics/gatehouse --log-filter='logName:"cloudaudit.googleapis.com"'\`.
2. Pub/Sub’s own push can’t carry a token. Run one of the shippers below with a pull subscription on that topic; each sends to {{url}}/v1/ingest/raw/{{source_id}}.
3. Press Test, or wait for the first events.`,
  probe: (user, at) =>
    JSON.stringify({
      insertId: `${user}-${at.getTime()}`,
      logName: 'projects/gatehouse-validation/logs/cloudaudit.googleapis.com%2Factivity',
      resource: { type: 'project', labels: { project_id: 'gatehouse-validation' } },
      severity: 'NOTICE',
      timestamp: at.toISOString(),
      receiveTimestamp: at.toISOString(),
      protoPayload: {
        '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
        authenticationInfo: { principalEmail: user },
        requestMetadata: { callerIp: '192.0.2.10', callerSuppliedUserAgent: 'gatehouse-validation' },
        serviceName: 'compute.googleapis.com',
        methodName: 'v1.compute.instances.get',
        resourceName: 'projects/gatehouse-validation/zones/z/instances/validation',
        status: {},
      },
    }),
};
