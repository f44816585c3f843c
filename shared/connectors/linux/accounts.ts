import type { Kind } from '#shared/connectors/draft.ts';
import { table } from '#shared/connectors/linux/rows.ts';

const account = (action: string, type: string[]): Kind => ({
  category: 'auth',
  ecs: ['iam'],
  type,
  action,
  outcome: 'success',
  severity: 2,
});

/** `useradd`, `usermod`, `userdel`, `groupadd`, `groupdel`, `gpasswd`, `passwd`, `chage`, `chfn` (shadow-utils). */
export const accounts = table([
  [
    'new user: name={user.target.name}, UID={user.target.id}, GID={group.id}, home={user.home}, shell={user.shell}, from={process.tty}',
    account('user_created', ['user', 'creation']),
  ],
  [
    'new user: name={user.target.name}, UID={user.target.id}, GID={group.id}, home={user.home}, shell={user.shell}',
    account('user_created', ['user', 'creation']),
  ],
  [
    'new user: name={user.target.name}, uid={user.target.id}, gid={group.id}, home={user.home}, shell={user.shell}',
    account('user_created', ['user', 'creation']),
  ],
  ['new group: name={group.name}, gid={group.id}', account('group_created', ['group', 'creation'])],
  ['group added to {file.path}: name={group.name}', account('group_created', ['group', 'creation'])],
  [
    "failed adding user '{user.target.name}', {event.reason}",
    { ...account('user_created', ['user', 'creation']), outcome: 'failure' },
  ],
  [
    "failed to {_} user '{user.target.name}'",
    { ...account('user_changed', ['user', 'change']), outcome: 'failure' },
  ],
  ["changed user '{user.target.name}' ", account('user_changed', ['user', 'change'])],
  ["removed shadow group '{group.name}' owned by '{_}'", account('group_deleted', ['group', 'deletion'])],
  ["group '{group.name}' added to ", account('group_created', ['group', 'creation'])],
  ['new group: name={group.name}, GID={group.id}', account('group_created', ['group', 'creation'])],
  [
    'group changed in {_} (group {group.name}/{group.id}, new gid: {_})',
    account('group_changed', ['group', 'change']),
  ],
  [
    'group changed in {_} (group {group.name}/{group.id}, new name: {_})',
    account('group_changed', ['group', 'change']),
  ],
  ["change gid for '{group.name}' to {group.id}", account('group_changed', ['group', 'change'])],
  ['group changed in {_} (group {group.name}', account('group_changed', ['group', 'change'])],
  [
    'user {user.target.name} added by {user.name} to group {group.name}',
    { ...account('group_member_added', ['group', 'change']), severity: 4 },
  ],
  [
    'user {user.target.name} removed by {user.name} from group {group.name}',
    account('group_member_removed', ['group', 'change']),
  ],
  [
    'members of group {group.name} set by {user.name} to {user.target.name}',
    { ...account('group_member_added', ['group', 'change']), severity: 4 },
  ],
  [
    "delete '{user.target.name}' from shadow group '{group.name}'",
    account('group_member_removed', ['group', 'change']),
  ],
  ["delete user '{user.target.name}'", account('user_deleted', ['user', 'deletion'])],
  ["removed group '{group.name}' owned by '{_}'", account('group_deleted', ['group', 'deletion'])],
  ["group '{group.name}' removed", account('group_deleted', ['group', 'deletion'])],
  [
    "add '{user.target.name}' to group '{group.name}'",
    { ...account('group_member_added', ['group', 'change']), severity: 4 },
  ],
  [
    "add '{user.target.name}' to shadow group '{group.name}'",
    account('group_member_added', ['group', 'change']),
  ],
  [
    "delete '{user.target.name}' from group '{group.name}'",
    account('group_member_removed', ['group', 'change']),
  ],
  ["change user '{user.target.name}' password", account('password_changed', ['user', 'change'])],
  [
    "change user name '{user.target.name}' to '{user.changes.name}'",
    account('user_changed', ['user', 'change']),
  ],
  [
    "change user '{user.target.name}' UID from '{user.target.id}' to '{user.changes.id}'",
    account('user_changed', ['user', 'change']),
  ],
  [
    "change user '{user.target.name}' GID from '{_}' to '{group.id}'",
    account('user_changed', ['user', 'change']),
  ],
  ["change user '{user.target.name}' ", account('user_changed', ['user', 'change'])],
  ['changed password expiry for {user.target.name}', account('password_expiry_changed', ['user', 'change'])],
  ["lock user '{user.target.name}' password", account('user_locked', ['user', 'change'])],
  [
    "password for '{user.target.name}' changed by '{user.name}'",
    account('password_changed', ['user', 'change']),
  ],
]);
