import type { JsonObject } from '#shared/connectors/connector.ts';
import { readEntities } from '#shared/connectors/microsoft-defender/entities.ts';
import { jsonObject } from '#shared/connectors/parse-json.ts';
import { listAt, textAt } from '#shared/connectors/table.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

const isEmail = (text: string): boolean => /^[^@\s]+@[^@\s]+$/.test(text);

/** What stands in the lists of names and values that most workloads use for their own fields. */
export function readLists(value: JsonObject, attributes: Attributes): void {
  readParameters(value, attributes);
  readIdentities(value, attributes);
  for (const item of listAt(value, 'ExtendedProperties'))
    if (textAt(item, 'Name') === 'UserAgent') put(attributes, 'user_agent.original', textAt(item, 'Value'));
  for (const item of listAt(value, 'DeviceProperties')) {
    const key = {
      OS: 'user_agent.os.name',
      BrowserType: 'user_agent.name',
      DisplayName: 'host.name',
      Id: 'host.id',
    }[textAt(item, 'Name') ?? ''];
    if (key !== undefined) put(attributes, key, textAt(item, 'Value'));
  }
  for (const item of listAt(value, 'ModifiedProperties')) {
    const key = {
      'Role.DisplayName': 'user.target.roles',
      'Group.DisplayName': 'group.name',
      'Group.ObjectID': 'group.id',
      'ServicePrincipal.DisplayName': 'service.name',
      DisplayName: 'user.target.full_name',
      UserPrincipalName: 'user.target.name',
    }[textAt(item, 'Name') ?? ''];
    const written = (textAt(item, 'NewValue') ?? textAt(item, 'OldValue'))?.replace(
      /^[\s["]+|[\s\]"]+$/g,
      '',
    );
    if (key !== undefined && written !== undefined && written !== '') put(attributes, key, written);
  }
  readAlert(value, attributes);
}

/** A cmdlet's parameters: whom and what an administrator changed. */
function readParameters(value: JsonObject, attributes: Attributes): void {
  const mentioned: string[] = [];
  for (const item of listAt(value, 'Parameters').slice(0, 100)) {
    const [name, text] = [textAt(item, 'Name') ?? '', textAt(item, 'Value')];
    if (text === null) continue;
    const plain = text.replace(/^smtp:/i, '');
    if (
      /^(ForwardTo|ForwardAsAttachmentTo|RedirectTo|ForwardingSmtpAddress|ForwardingAddress|BlindCopyTo|CopyTo|RedirectMessageTo)$/.test(
        name,
      )
    )
      put(attributes, 'email.to.address', plain.split(/[;,]\s*/));
    else if (/^(From|FromAddressContainsWords|SentBy)$/.test(name))
      put(attributes, 'email.from.address', plain.split(/[;,]\s*/));
    else if (/^(Trustee|User|Member|Delegate|GrantSendOnBehalfTo)$/.test(name))
      put(attributes, 'user.target.name', plain);
    else if (/^(Identity|Mailbox)$/.test(name) && isEmail(plain)) put(attributes, 'user.target.name', plain);
    else if (name === 'Name') put(attributes, 'rule.name', text);
    else if (name === 'SubjectContainsWords') put(attributes, 'email.subject', text);
    for (const word of plain.split(/[;,\s]+/)) if (isEmail(word)) mentioned.push(word);
  }
  if (mentioned.length > 0) put(attributes, 'related.user', mentioned);
}

/** The directory's actors and targets: 2 is an object's id or name, 5 a user principal name (Management Activity API, "IdentityTypeValuePair"). */
function readIdentities(value: JsonObject, attributes: Attributes): void {
  const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
  for (const item of listAt(value, 'Target')) {
    const [id, type] = [textAt(item, 'ID'), textAt(item, 'Type')];
    if (id === null) continue;
    if (type === '5' || isEmail(id)) {
      put(attributes, 'user.target.name', id);
      if (isEmail(id)) put(attributes, 'user.target.email', id);
    } else if (GUID.test(id)) put(attributes, 'user.target.id', id);
    else if (type === '1' || type === '4') put(attributes, 'group.name', id);
  }
  for (const item of listAt(value, 'Actor')) {
    const id = textAt(item, 'ID');
    if (id !== null && GUID.test(id)) put(attributes, 'user.id', id);
  }
  const object = textAt(value, 'ObjectId');
  if (object !== null && isEmail(object)) put(attributes, 'user.target.name', object);
  if (typeof attributes['user.target.name'] === 'string' && isEmail(attributes['user.target.name']))
    put(attributes, 'user.target.email', attributes['user.target.name']);
}

/** Short names of the text that compliance alerts carry. */
const ALERT_KEYS: Readonly<Record<string, string>> = {
  an: 'rule.name',
  ad: 'message',
  f3u: 'user.target.name',
  suid: 'user.target.name',
  tsd: 'email.from.address',
  trc: 'email.to.address',
  ms: 'email.subject',
  sip: 'source.ip',
  imsgid: 'email.message_id',
  url: 'url.original',
  flnm: 'file.name',
};

function readAlert(value: JsonObject, attributes: Attributes): void {
  const text = textAt(value, 'Data');
  const alert = text === null ? null : jsonObject(text);
  if (alert === null) return;
  put(attributes, 'rule.name', textAt(alert, 'AlertDisplayName'));
  put(attributes, 'message', textAt(alert, 'Description'));
  put(attributes, 'log.level', textAt(alert, 'Severity')?.toLowerCase());
  for (const [name, key] of Object.entries(ALERT_KEYS)) put(attributes, key, textAt(alert, name));
  readEntities([alert.Entities], attributes);
}
