import type { Template } from '#shared/datasources/template.ts';

export const kubernetesAuditTemplate: Template = {
  template_id: 'kubernetes-audit',
  name: 'Kubernetes audit',
  description: 'Requests to the API server of a cluster, sent by its audit webhook.',
  icon: 'M12 2 20.500 7v10L12 22l-8.500-5V7ZM12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10Zm0 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  source_type: 'cloud',
  connector_type: 'webhook',
  connector: 'kubernetes-audit',
  settings: [],
  shippers: ['fluent-bit', 'vector', 'curl'],
  instructions: `1. Write this as \`/etc/kubernetes/audit-webhook.yaml\` on the control plane:

\`\`\`yaml
apiVersion: v1
kind: Config
clusters: [{name: gatehouse, cluster: {server: "{{url}}/v1/ingest/raw/{{source_id}}"}}]
users: [{name: gatehouse, user: {token: "{{token}}"}}]
contexts: [{name: gatehouse, context: {cluster: gatehouse, user: gatehouse}}]
current-context: gatehouse
\`\`\`

2. Start kube-apiserver with \`--audit-policy-file\` and \`--audit-webhook-config-file=/etc/kubernetes/audit-webhook.yaml\`.
3. A managed cluster does not let you: there, have one of the shippers below read the provider’s audit log.`,
  probe: (user, at) =>
    JSON.stringify({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `${user}-${at.getTime()}`,
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/validation/pods/validation',
      verb: 'get',
      user: { username: user, groups: ['system:authenticated'] },
      sourceIPs: ['192.0.2.10'],
      userAgent: 'gatehouse-validation',
      objectRef: { resource: 'pods', namespace: 'validation', name: 'validation', apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: 200 },
      requestReceivedTimestamp: at.toISOString(),
      stageTimestamp: at.toISOString(),
      annotations: {
        'authorization.k8s.io/decision': 'allow',
        'authorization.k8s.io/reason': 'RBAC: allowed',
      },
    }),
};
