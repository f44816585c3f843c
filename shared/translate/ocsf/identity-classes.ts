import { oneOf, texts } from '#shared/translate/convert.ts';
import { logonTypes } from '#shared/translate/ocsf/captions.ts';
import {
  actorAsAccount,
  actorAsUser,
  destinations,
  device,
  endpoint,
  process,
  request,
  response,
  sources,
  users,
} from '#shared/translate/ocsf/objects.ts';
import { byAction, type OcsfClass } from '#shared/translate/ocsf/ocsf-class.ts';
import type { Shape } from '#shared/translate/shape.ts';

const identity = { otherwise: 'other', host: ['device'] } as const;
const web = [request, response];

const session: Shape = {
  at: 'session',
  rows: [
    ['session.id', 'uid'],
    ['network.session_id', 'uid'],
    ['process.tty', 'terminal'],
  ],
};

const authentication: Omit<OcsfClass, 'activity'> = {
  ...identity,
  uid: 3002,
  caption: 'Authentication',
  activities: { 1: 'Logon', 2: 'Logoff' },
  shapes: [
    { at: '', rows: [['winlog.logon.type_id', 'logon_type_id', oneOf(logonTypes)]] },
    ...users('user', 'user'),
    actorAsAccount,
    { at: 'actor', rows: [], parts: [...users('user', 'source.user', 'user.by'), process('process')] },
    ...sources,
    ...destinations,
    endpoint('dst_endpoint', 'host', 'egress', [['host.name', 'hostname']]),
    {
      at: 'service',
      rows: [
        ['service.name', 'name'],
        ['service.id', 'uid'],
        ['$target', 'name'],
      ],
    },
    device(),
    session,
    ...web,
  ],
  needs: [['user'], ['service', 'dst_endpoint']],
};
export const login: OcsfClass = { ...authentication, activity: () => 1 };
export const logout: OcsfClass = { ...authentication, activity: () => 2 };
export const otherAuthentication: OcsfClass = { ...authentication, activity: () => 99 };

/** Who changed an account, where the event names the changed one apart from the changing one. */
const changer: Shape = {
  at: 'actor',
  rows: [['$service', 'app_name']],
  parts: [...users('user', 'user.by', 'source.user', 'user'), actorAsUser, process('process')],
};
const changed = [...users('user', 'user.target', 'user.changes', 'user'), actorAsAccount];

export const accountChange: OcsfClass = {
  ...identity,
  uid: 3001,
  caption: 'Account Change',
  activities: {
    1: 'Create',
    2: 'Enable',
    3: 'Password Change',
    4: 'Password Reset',
    5: 'Disable',
    6: 'Delete',
    9: 'Lock',
    12: 'Unlock',
  },
  activity: byAction(
    [
      [['password-reset', 'reset_password', 'resetpassword', 'reset password'], 4],
      [['password'], 3],
      [['unlock'], 12],
      [['lock'], 9],
      [['disable', 'deactivate', 'suspend'], 5],
      [['enable', 'activate'], 2],
    ],
    ({ types }) => (types.includes('creation') ? 1 : types.includes('deletion') ? 6 : 99),
  ),
  shapes: [...changed, changer, ...sources, device(), ...web],
  needs: [['user']],
};

export const groupManagement: OcsfClass = {
  ...identity,
  uid: 3006,
  caption: 'Group Management',
  activities: { 3: 'Add User', 4: 'Remove User', 5: 'Delete', 6: 'Create' },
  activity: byAction(
    [
      [['remove', 'member-deleted'], 4],
      [['add'], 3],
    ],
    ({ types }) => (types.includes('creation') ? 6 : types.includes('deletion') ? 5 : 99),
  ),
  shapes: [
    {
      at: 'group',
      needs: [['name', 'uid']],
      rows: [
        ['group.name', 'name'],
        ['group.id', 'uid'],
        ['group.domain', 'domain'],
      ],
    },
    ...users('user', 'user.target', 'user.changes'),
    changer,
    ...sources,
    device(),
    ...web,
  ],
  needs: [['group']],
  otherwise: 'account',
};

export const userAccess: OcsfClass = {
  ...identity,
  uid: 3005,
  caption: 'User Access Management',
  activities: { 1: 'Assign Privileges', 2: 'Revoke Privileges' },
  activity: byAction(
    [
      [['revoke', 'remove', 'delete', 'detach'], 2],
      [['assign', 'add', 'grant', 'create', 'attach'], 1],
    ],
    () => 99,
  ),
  shapes: [
    {
      at: '',
      rows: [
        ['user.changes.roles', 'privileges[]', texts],
        ['user.target.roles', 'privileges[]', texts],
        ['user.roles', 'privileges[]', texts],
        ['winlog.privileges', 'privileges[]', texts],
      ],
    },
    ...changed,
    changer,
    ...sources,
    device(),
    ...web,
  ],
  needs: [['user'], ['privileges']],
  otherwise: 'account',
};
