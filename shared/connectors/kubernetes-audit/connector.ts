import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { clusterNameSetting } from '#shared/connectors/setting.ts';
import { listAt, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const TYPES: Readonly<Record<string, readonly string[]>> = {
  create: ['creation'],
  update: ['change'],
  patch: ['change'],
  delete: ['deletion'],
  deletecollection: ['deletion'],
  get: ['access'],
  list: ['access'],
  watch: ['access'],
  proxy: ['access'],
  connect: ['start'],
};
/** Resources whose change changes who may do what. */
const RBAC =
  /^(roles|rolebindings|clusterroles|clusterrolebindings|serviceaccounts|certificatesigningrequests)$/;

function classify(value: JsonObject, draft: Draft): Overrides {
  const { attributes } = draft;
  const verb = textAt(value, 'verb') ?? '';
  const resource = textAt(value, 'objectRef.resource') ?? '';
  const subresource = textAt(value, 'objectRef.subresource');
  const user = textAt(value, 'impersonatedUser.username');
  put(attributes, 'user.effective.name', user);
  put(attributes, 'group.name', listAt(value, 'user.groups'));
  put(attributes, 'orchestrator.type', 'kubernetes');
  put(attributes, 'event.provider', 'kubernetes-audit');
  const code = Number(value.responseStatus !== undefined ? textAt(value, 'responseStatus.code') : Number.NaN);
  const decision = String(attributes['kubernetes.audit.decision'] ?? '');
  const failed = decision === 'forbid' || code >= 400;
  if (Number.isFinite(code) || decision !== '')
    put(attributes, 'event.outcome', failed ? 'failure' : 'success');
  const exec = subresource === 'exec' || subresource === 'attach' || subresource === 'portforward';
  const writes = /^(create|update|patch|delete|deletecollection)$/.test(verb);
  const severity = exec
    ? 5
    : RBAC.test(resource) && writes
      ? 5
      : resource === 'secrets'
        ? 3
        : code === 403 || code === 401
          ? 3
          : 1;
  applyKind(draft, {
    category: 'k8s',
    ecs: RBAC.test(resource) ? ['iam', 'configuration'] : exec ? ['process'] : ['configuration'],
    type: exec ? ['start'] : (TYPES[verb] ?? ['info']),
    severity,
  });
  const command = new URLSearchParams((textAt(value, 'requestURI') ?? '').split('?')[1] ?? '').getAll(
    'command',
  );
  if (exec && command.length > 0) {
    put(attributes, 'process.args', command);
    put(attributes, 'process.command_line', command.join(' '));
  }
  const containers = ['requestObject.spec', 'requestObject.spec.template.spec'].flatMap((spec) =>
    ['containers', 'initContainers', 'ephemeralContainers'].flatMap((kind) =>
      listAt(value, `${spec}.${kind}`),
    ),
  );
  put(
    attributes,
    'container.image.name',
    containers.map((container) => textAt(container, 'image')),
  );
  for (const container of containers) {
    const words = [...listAt(container, 'command'), ...listAt(container, 'args')].map(String);
    put(attributes, 'process.args', words);
    put(attributes, 'process.command_line', words.join(' '));
  }
  put(
    attributes,
    'file.path',
    ['requestObject.spec', 'requestObject.spec.template.spec']
      .flatMap((spec) => listAt(value, `${spec}.volumes`))
      .map((volume) => textAt(volume, 'hostPath.path')),
  );
  const subjects = listAt(value, 'requestObject.subjects').map((subject) => textAt(subject, 'name'));
  put(attributes, 'related.user', subjects);
  const username = textAt(value, 'user.username') ?? '';
  if (/^[^@\s:]+@[^@\s:]+$/.test(username)) put(attributes, 'user.email', username);
  if (verb === '') draft.notes.push('no verb stands in it');
  const name = textAt(value, 'user.username') ?? 'unknown';
  const id = [textAt(value, 'objectRef.namespace'), resource, textAt(value, 'objectRef.name')]
    .filter(Boolean)
    .join('/');
  return {
    actor: { type: name.startsWith('system:') ? 'service' : 'user', id: name },
    target: { type: 'workload', id: id || (textAt(value, 'requestURI') ?? 'unknown') },
  };
}

/** Kubernetes audit events, from a log file or a webhook's `EventList`; also as EKS puts them into CloudWatch. */
export const kubernetesAudit = jsonConnector({
  name: 'kubernetes-audit',
  version: '1.2.0',
  settings: [clusterNameSetting],
  system: 'kubernetes',
  category: 'k8s',
  free: ['annotations', 'requestObject', 'responseObject', 'user.extra'],
  sniff: (value) =>
    value.auditID !== undefined ||
    (value.kind === 'Event' && String(value.apiVersion ?? '').startsWith('audit.k8s.io')),
  time: ['requestReceivedTimestamp', 'stageTimestamp', 'metadata.creationTimestamp'],
  id: null,
  fields: [
    ['verb', 'event.action'],
    ['auditID', 'kubernetes.audit.id'],
    ['stage', 'kubernetes.audit.stage'],
    ['level', 'kubernetes.audit.level'],
    ['user.username', 'user.name'],
    ['user.uid', 'user.id'],
    ['sourceIPs.0', 'source.ip'],
    ['sourceIPs', ['kubernetes.audit.source_ips', 'related.ip']],
    ['userAgent', 'user_agent.original'],
    ['requestURI', 'url.original'],
    ['requestURI', 'url.path', (v) => String(v).split('?')[0]],
    ['objectRef.resource', 'orchestrator.resource.type'],
    ['objectRef.name', 'orchestrator.resource.name'],
    ['objectRef.namespace', 'orchestrator.namespace'],
    ['objectRef.apiVersion', 'orchestrator.api_version'],
    ['objectRef.apiGroup', 'kubernetes.audit.api_group'],
    ['objectRef.uid', 'orchestrator.resource.id'],
    ['requestObject.spec.nodeName', 'host.name'],
    ['responseObject.spec.nodeName', 'host.name'],
    ['requestObject.spec.serviceAccountName', 'kubernetes.audit.service_account'],
    ['requestObject.roleRef.name', 'user.target.roles'],
    ['requestObject.subjects.0.name', 'user.target.name'],
    ['requestObject.spec.user', 'user.target.name'],
    ['requestObject.status.podIP', 'orchestrator.resource.ip'],
    ['responseObject.status.podIP', 'orchestrator.resource.ip'],
    ['requestObject.status.hostIP', 'host.ip'],
    ['responseObject.status.hostIP', 'host.ip'],
    ['user.extra.arn.0', 'user.entity.id'],
    ['user.extra.accessKeyId.0', 'aws.access_key_id'],
    ['user.extra.sessionName.0', 'aws.session_name'],
    ['requestObject.spec.template.spec.serviceAccountName', 'kubernetes.audit.service_account'],
    ['user.extra.authentication.kubernetes.io/pod-name.0', 'kubernetes.audit.pod'],
    ['responseStatus.code', 'http.response.status_code'],
    ['responseStatus.reason', 'event.reason'],
    ['responseStatus.message', 'message'],
    ['annotations', 'kubernetes.audit.decision', (v) => (v as JsonObject)['authorization.k8s.io/decision']],
    [
      'annotations',
      'kubernetes.audit.decision_reason',
      (v) => (v as JsonObject)['authorization.k8s.io/reason'],
    ],
  ],
  classify,
});
