import { listAt, textAt } from '#shared/connectors/table.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

const KEYS: Readonly<Record<string, readonly [name: string, id: string | null]>> = {
  User: ['user.target.name', 'user.target.id'],
  Group: ['group.name', 'group.id'],
  Device: ['host.name', 'host.id'],
  ServicePrincipal: ['service.target.name', 'service.target.id'],
  Application: ['service.target.name', 'service.target.id'],
  Policy: ['rule.name', 'rule.id'],
  ConditionalAccessPolicy: ['rule.name', 'rule.id'],
  Role: ['user.target.roles', null],
};

/** Properties of a changed object that name another: a role, a group, an account. */
const CHANGES: Readonly<Record<string, string>> = {
  'Role.DisplayName': 'user.target.roles',
  'Group.DisplayName': 'group.name',
  'Group.ObjectID': 'group.id',
  UserPrincipalName: 'user.target.name',
  'TargetId.UserPrincipalName': 'user.target.name',
  'ServicePrincipal.DisplayName': 'service.target.name',
};

/** Whom and what an audit event is about: every target by its type, and what the changes name. */
export function readTargets(targets: readonly unknown[], attributes: Attributes): void {
  const users: string[] = [];
  const changed: string[] = [];
  const values: string[] = [];
  for (const target of targets.slice(0, 50)) {
    const type = textAt(target, 'type') ?? '';
    const upn = textAt(target, 'userPrincipalName');
    const name = upn ?? textAt(target, 'displayName');
    const [key, id] = KEYS[type] ?? [null, null];
    if (key === null) put(attributes, 'azure.audit.target', name ?? textAt(target, 'id'));
    else put(attributes, key, name);
    if (id !== null) put(attributes, id, textAt(target, 'id'));
    if (upn?.includes('@')) {
      put(attributes, 'user.target.email', upn);
      users.push(upn);
    }
    for (const change of listAt(target, 'modifiedProperties').slice(0, 100)) {
      const property = textAt(change, 'displayName') ?? '';
      const key = CHANGES[property];
      const text = (textAt(change, 'newValue') ?? textAt(change, 'oldValue'))?.replace(
        /^[\s["]+|[\s\]"]+$/g,
        '',
      );
      if (text === undefined || text === '' || text === 'null') continue;
      if (key !== undefined) put(attributes, key, text);
      changed.push(property);
      values.push(text);
    }
  }
  if (users.length > 0) put(attributes, 'related.user', users);
  put(attributes, 'azure.audit.changed.names', [...new Set(changed)]);
  put(attributes, 'azure.audit.changed.values', [...new Set(values)]);
}
