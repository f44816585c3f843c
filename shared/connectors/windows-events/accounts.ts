import { type Attributes, put, replace } from '#shared/connectors/vocabulary.ts';
import { type Get, splitAccount } from '#shared/connectors/windows-events/data.ts';
import { groupIds, kerberosIds, logonIds } from '#shared/connectors/windows-events/ids.ts';

/** Who acted, upon whom, and in which group: by the event's own fields, else the account that the logger ran as. */
export function readAccounts(family: string, id: string, get: Get, attributes: Attributes): void {
  if (family === 'security') readSecurity(id, get, attributes);
  else readPlain(family, get, attributes);
  putEmail(attributes);
}

function readSecurity(id: string, get: Get, attributes: Attributes): void {
  splitDeclared(attributes);
  const target = get('targetusername') ?? get('targetuser') ?? get('targetaccount');
  const subject = get('subjectusername') ?? get('subjectaccount');
  if (groupIds.has(id)) readGroup(get, attributes);
  else if (logonIds.has(id)) {
    const account = target ?? get('accountname') ?? get('clientusername');
    // Kerberos names an account with its realm, which is no mail address.
    const realm = kerberosIds.has(id) ? (account?.indexOf('@') ?? -1) : -1;
    putAccount(attributes, 'user', realm > 0 ? account?.slice(0, realm) : account);
    put(attributes, 'user.domain', get('targetdomainname') ?? get('accountdomain') ?? get('domain'));
    put(attributes, 'user.id', get('targetusersid') ?? get('targetsid'));
    mention(attributes, subject);
    if (subject !== undefined && attributes['user.name'] === undefined) readSubject(get, attributes);
    return;
  } else if (target !== undefined || get('targetsid') !== undefined || get('targetusersid') !== undefined) {
    const key = subject === undefined ? 'user' : 'user.target';
    putAccount(attributes, key, target);
    // A lockout tells the computer that the attempts came from in this place.
    put(attributes, id === '4740' ? 'source.domain' : `${key}.domain`, get('targetdomainname'));
    put(attributes, `${key}.id`, get('targetsid') ?? get('targetusersid'));
    if (/^(4648|4688|4696)$/.test(id)) {
      put(attributes, 'user.effective.name', target);
      put(attributes, 'user.effective.domain', get('targetdomainname'));
      put(attributes, 'user.effective.id', get('targetusersid'));
    }
    if (id === '4781') {
      put(attributes, 'user.target.name', get('oldtargetusername'));
      put(attributes, 'user.changes.name', get('newtargetusername'));
    }
  } else if (id === '4781') {
    put(attributes, 'user.target.name', get('oldtargetusername'));
    put(attributes, 'user.changes.name', get('newtargetusername'));
  }
  mention(attributes, get('samaccountname'));
  readDirectoryObject(get, attributes);
  readSubject(get, attributes);
}

/** The subject's domain and SID belong to the subject's name: never to an account that came without its own. */
function readSubject(get: Get, attributes: Attributes): void {
  const subject = get('subjectusername') ?? get('subjectaccount');
  if (subject !== undefined) {
    if (attributes['user.name'] !== undefined) return;
    putAccount(attributes, 'user', subject);
    put(attributes, 'user.domain', get('subjectdomainname'));
    put(attributes, 'user.id', get('subjectusersid'));
    return;
  }
  if (attributes['user.name'] !== undefined || attributes['user.id'] !== undefined) return;
  const plain = get('username') ?? get('user') ?? get('account') ?? get('accountname');
  putAccount(attributes, 'user', plain);
  put(attributes, 'user.domain', get('userdomain') ?? get('domain'));
  put(
    attributes,
    'user.id',
    get('subjectusersid') ?? get('usersid') ?? get('userid') ?? get('securityuserid'),
  );
}

function readGroup(get: Get, attributes: Attributes): void {
  put(attributes, 'group.name', get('targetusername') ?? get('newtargetusername'));
  put(attributes, 'group.id', get('targetsid'));
  put(attributes, 'group.domain', get('targetdomainname'));
  const member = get('membername');
  put(attributes, 'user.target.name', commonName(member) ?? member);
  put(attributes, 'user.target.id', get('membersid'));
}

/** A directory object that is an account, by its distinguished name. */
function readDirectoryObject(get: Get, attributes: Attributes): void {
  const name = commonName(get('objectdn'));
  const kind = get('objectclass');
  if (name === undefined || kind === undefined) return;
  if (kind === 'user' || kind === 'inetOrgPerson') put(attributes, 'user.target.name', name);
  else if (kind === 'group') put(attributes, 'group.name', name);
}

function commonName(text: string | undefined): string | undefined {
  return /^CN=((?:\\,|[^,]){1,256})/i.exec(text ?? '')?.[1];
}

function readPlain(family: string, get: Get, attributes: Attributes): void {
  splitDeclared(attributes);
  const actor =
    family === 'sysmon' ? (get('user') ?? get('sourceuser')) : (get('subjectusername') ?? get('user'));
  putAccount(attributes, 'user', actor);
  putAccount(attributes, 'user.target', family === 'sysmon' ? get('targetuser') : get('targetusername'));
  put(attributes, 'user.domain', get('subjectdomainname'));
  const account = get('accountname');
  // The logger's own account says who acted only where the event itself doesn't.
  if (attributes['user.name'] === undefined) {
    putAccount(attributes, 'user', account ?? get('username'));
    put(attributes, 'user.domain', get('userdomain') ?? get('domain'));
    put(
      attributes,
      'user.id',
      get('subjectusersid') ?? get('userid') ?? get('securityuserid') ?? get('usersid'),
    );
  } else if (attributes['user.name'] === account || actor === undefined) {
    put(attributes, 'user.domain', account === attributes['user.name'] ? get('domain') : undefined);
    if (account === attributes['user.name'])
      put(attributes, 'user.id', get('userid') ?? get('securityuserid'));
  }
  put(attributes, 'user.id', get('subjectusersid'));
  if (account !== undefined) mention(attributes, account);
  const parent = splitAccount(get('parentuser')).name;
  put(attributes, 'process.parent.user.name', parent);
}

/** A table of fields names the account as it stood there: its domain before it. */
function splitDeclared(attributes: Attributes): void {
  const declared = attributes['user.name'];
  if (typeof declared !== 'string') return;
  delete attributes['user.name'];
  putAccount(attributes, 'user', declared);
}

function putAccount(attributes: Attributes, key: string, text: string | undefined): void {
  if (text === undefined || attributes[`${key}.name`] !== undefined) return;
  const { name, domain, email } = splitAccount(text);
  if (/^S-1-\d+(-\d+)+$/.test(text)) {
    put(attributes, `${key}.id`, text);
    return;
  }
  put(attributes, `${key}.name`, name);
  put(attributes, `${key}.domain`, domain);
  put(attributes, `${key}.email`, email);
}

/** An account that stands in the event beside those with a place of their own. */
function mention(attributes: Attributes, name: string | undefined): void {
  if (name === undefined) return;
  const { name: bare } = splitAccount(name);
  const before = attributes['related.user'];
  if (bare !== undefined)
    replace(attributes, 'related.user', [
      ...new Set([...(Array.isArray(before) ? before : []), bare]),
    ] as string[]);
}

function putEmail(attributes: Attributes): void {
  const name = attributes['user.name'];
  if (typeof name === 'string') put(attributes, 'user.email', splitAccount(name).email);
}
