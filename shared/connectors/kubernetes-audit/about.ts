import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'Kubernetes audit',
  reads: [
    'audit events of the API server (`audit.k8s.io/v1`), alone, as lists, and in the log groups of EKS',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    "Give the API server an audit policy and a webhook backend (`--audit-policy-file`, `--audit-webhook-config-file`) that points at the source's raw endpoint; in EKS, switch on the audit log and subscribe its log group.",
  ],
  limits: ['Request and response bodies are kept flat and within the caps of one event.'],
};
