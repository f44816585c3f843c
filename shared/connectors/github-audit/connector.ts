import type { JsonObject } from '#shared/connectors/connector.ts';
import { applyKind, type Draft } from '#shared/connectors/draft.ts';
import { jsonConnector, type Overrides } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { listAt, type Mapping, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

/** Actions by what they begin with (GitHub, "Audit log events for your organization" and "… enterprise"); the first that fits. */
const kinds = (
  [
    [
      /^(user\.(login|failed_login)|sso_|org\.sso_response|business\.sso_response|external_identity)/,
      'auth authentication info',
    ],
    [/^user\.login/, 'auth authentication start'],
    [/^user\.logout/, 'auth authentication,session end'],
    [/^user\.(create|add)/, 'auth iam user,creation - - 3'],
    [/^user\.(delete|destroy|remove)/, 'auth iam user,deletion - - 3'],
    [/^user\./, 'auth iam user,change - - 3'],
    [
      /^(two_factor_authentication|org\.(enable|disable)_two_factor|business\.(enable|disable)_two_factor)/,
      'auth iam,configuration change - - 4',
    ],
    [
      /^(org|team|business|enterprise|repo|project)\.(add|invite|remove|update|block|unblock|cancel|accept)[a-z_]*(member|user|admin|collaborator|owner|organization)/,
      'auth iam user,change - - 3',
    ],
    [/^(org|business)\.(update_member|billing_manager)/, 'auth iam user,change - - 3'],
    [/^team\.(create|destroy|delete)/, 'auth iam group,change - - 2'],
    [/^team\./, 'auth iam group,change - - 2'],
    [/^role\.|^organization_role|^members_can_/, 'auth iam admin,change - - 4'],
    [
      /^(personal_access_token|oauth_access|oauth_authorization|oauth_application|integration|integration_installation|public_key|deploy_key|ssh_certificate|hashed_token|org_credential_authorization)/,
      'auth iam change - - 4',
    ],
    [/^git\.(clone|fetch)/, 'storage file,network access - - 1'],
    [/^git\.push/, 'storage file,network change - - 1'],
    [/^repo\.(destroy|remove_topic|archived|transfer)/, 'storage configuration deletion - - 4'],
    [/^repo\.(create|add_topic|unarchived)/, 'storage configuration creation - - 2'],
    [
      /^repo\.(access|change_merge_setting|config|rename|update|visibility)/,
      'storage configuration change - - 3',
    ],
    [
      /^(protected_branch|repository_ruleset|repository_branch_protection|branch_protection|required_status_check)/,
      'cloud configuration change - - 4',
    ],
    [
      /^(secret_scanning|repository_secret_scanning|secret_scanning_alert|code_scanning|dependabot|repository_vulnerability|advanced_security|ghas|security_key)/,
      'cloud configuration change - - 4',
    ],
    [/^(audit_log_streaming|ip_allow_list|hook|webhook)/, 'cloud configuration change - - 5'],
    [
      /^(workflows|prepared_workflow|self_hosted_runner|environment|org\.(runner|self_hosted|register_self))/,
      'cloud configuration change - - 2',
    ],
    [/^api\.request/, 'cloud web access'],
    [
      /^(codespaces|copilot|discussion|issue|pull_request|packages|release|project|milestone)/,
      'cloud configuration change',
    ],
    [
      /^(org|business|enterprise|billing|payment_method|sponsors|account|repository|repo|profile)/,
      'cloud configuration change - - 2',
    ],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));

const text = (value: unknown): unknown =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const email = (value: unknown): unknown =>
  typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value) ? value : undefined;
const url = (value: unknown): unknown =>
  typeof value === 'string' && /^https?:\/\//i.test(value) ? value : undefined;
const domain = (value: unknown): unknown =>
  typeof value === 'string' ? /^https?:\/\/([^/?#:]+)/i.exec(value)?.[1] : undefined;

const fields: readonly Mapping[] = [
  ['action', 'event.action'],
  ['_document_id', 'event.id'],
  ['actor', 'user.name'],
  ['actor_id', 'user.id', text],
  ['actor_ip', ['source.ip', 'client.ip']],
  ['actor_location.ip', ['source.ip', 'client.ip']],
  ['external_ip', 'source.ip'],
  ['new_role', 'user.target.roles'],
  ['old_role', 'user.target.roles'],
  ['actor_location.country_code', ['source.geo.country_iso_code', 'client.geo.country_iso_code']],
  ['actor_location.country_name', 'source.geo.country_name'],
  ['actor_location.region_name', 'source.geo.region_name'],
  ['actor_location.city', 'source.geo.city_name'],
  ['user_agent', 'user_agent.original'],
  ['user', 'user.target.name'],
  ['user_id', 'user.target.id', text],
  ['invitee', 'user.target.name'],
  ['blocked_user', 'user.target.name'],
  ['member', 'user.target.name'],
  ['data.old_user', 'user.target.name'],
  ['email', 'user.target.email', email],
  ['external_identity_nameid', 'user.email', email],
  ['external_identity_username', 'user.full_name'],
  ['org', 'organization.name', text],
  ['org.0', 'organization.name'],
  ['org_id', 'organization.id', text],
  ['business', 'organization.name'],
  ['business_id', 'organization.id', text],
  ['team', 'group.name'],
  ['data.team', 'group.name'],
  ['repo', 'entity.name'],
  ['repository', 'entity.name'],
  ['repo_id', 'entity.id', text],
  ['repository_id', 'entity.id', text],
  ['permission', 'github.permission'],
  ['operation_type', 'github.operation_type'],
  ['oauth_application_name', 'service.name'],
  ['integration', 'service.name'],
  ['application', 'service.name'],
  ['ruleset_name', 'rule.name'],
  ['ip_allow_list_entry_value', 'rule.name'],
  ['transport_protocol_name', 'network.protocol'],
  ['request_method', 'http.request.method'],
  ['status_code', 'http.response.status_code'],
  ['url_path', ['url.path', 'url.original']],
  ['query_string', 'url.query'],
  ['config.url', ['url.original', 'url.full'], url],
  ['config.url', 'url.domain', domain],
  ['hook_url', 'url.original', url],
  ['runner_name', 'host.name'],
  ['machine_name', 'host.name'],
  ['workflow_path', 'file.path'],
  ['file_path', 'file.path'],
  ['reason', 'event.reason'],
  ['message', 'event.reason'],
];

function classify(value: JsonObject, draft: Draft): Overrides {
  const { attributes } = draft;
  const action = textAt(value, 'action') ?? '';
  const verb = action.slice(action.indexOf('.') + 1);
  const failed =
    /fail|denied|rejected/.test(verb) || Number(attributes['http.response.status_code'] ?? 0) >= 400;
  if (/^(protected_branch|repository_ruleset|required_status_check)/.test(action))
    put(attributes, 'rule.name', textAt(value, 'name'));
  const conclusion = textAt(value, 'conclusion') ?? '';
  put(attributes, 'event.outcome', failed || /failure|timed_out/.test(conclusion) ? 'failure' : 'success');
  put(attributes, 'cloud.provider', 'github');
  const user = attributes['user.name'];
  if (typeof user === 'string' && user.includes('@')) put(attributes, 'user.email', user);
  const kind = kinds.find(({ pattern }) => pattern.test(action.slice(0, 200)))?.kind;
  if (kind === undefined) draft.notes.push('an action that is not known');
  const type = /create|add|invite|enable|register/.test(verb)
    ? 'creation'
    : /delete|destroy|remove|disable|revoke/.test(verb)
      ? 'deletion'
      : null;
  const isChange = kind?.type.includes('change') ?? true;
  applyKind(draft, {
    ...(kind ?? kindRow('cloud configuration change')),
    ...(type !== null && isChange && kind !== undefined && kind.category === 'auth'
      ? { type: [...kind.type.filter((one) => one !== 'change'), type] }
      : {}),
  });
  if (failed && kind?.category === 'auth') draft.severity = Math.max(3, draft.severity);
  // Turning off what protects is worth a look whoever does it.
  if (
    /disable|destroy/.test(verb) &&
    /protect|secret|two_factor|audit_log|ip_allow|advanced_security|code_scanning/.test(action)
  )
    draft.severity = Math.max(7, draft.severity);
  const others = listAt(value, 'repositories_added_names').concat(
    listAt(value, 'repositories_removed_names'),
  );
  put(attributes, 'github.repositories', others);
  const target =
    textAt(value, 'repo') ??
    textAt(value, 'user') ??
    textAt(value, 'team') ??
    textAt(value, 'org') ??
    textAt(value, 'business');
  return { target: { type: 'asset', id: target ?? 'github' } };
}

/** GitHub's audit log of an organization or an enterprise, as the API, the streams and the exports give it. */
export const githubAudit = jsonConnector({
  name: 'github-audit',
  version: '1.0.1',
  system: 'github',
  category: 'cloud',
  sniff: (value) =>
    typeof value.action === 'string' &&
    /^[a-z_]{2,60}\.[a-z_.]{2,80}$/.test(value.action) &&
    ((value._document_id ?? value.actor_id ?? value.org_id ?? value.business_id ?? value.operation_type) !==
      undefined ||
      (typeof value.actor === 'string' && typeof value.created_at === 'number')),
  time: ['@timestamp', 'created_at', 'timestamp'],
  id: '_document_id',
  fields,
  classify,
});
