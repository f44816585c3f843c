import { kindTable } from '#shared/connectors/kind-row.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

/** Event ids of AD FS's auditing, 2012 R2's and 2016's. */
export const adfsKinds = kindTable({
  '1200,1202,299,403,404,412': 'auth authentication start federated-sign-in success 1',
  '1201,1203,411,342': 'auth authentication start federated-sign-in-failed failure 3',
  '1204,1205': 'auth iam user,change federated-password-change - 3',
  '1206,1207': 'auth authentication end federated-sign-out - 1',
  '1210': 'auth iam user,change federated-account-locked-out failure 4',
});

/** What an element of AD FS's audit record says; the first that fills a key wins. */
const ELEMENTS: readonly (readonly [element: string, key: string])[] = [
  ['IpAddress', 'source.ip'],
  ['NetworkIpAddress', 'source.ip'],
  ['ForwardedIpAddress', 'network.forwarded_ip'],
  ['UserAgentString', 'user_agent.original'],
  ['ProxyServer', 'observer.name'],
  ['AuthProtocol', 'network.protocol'],
  ['FailureType', 'event.reason'],
  ['ErrorCode', 'error.code'],
  ['DeviceId', 'device.id'],
];

/**
 * AD FS (events 1200 to 1206) writes the whole audit record as XML into its message or its second datum: who asked,
 * from where, for which relying party. It is scanned for its elements, so that a cut record keeps what stands in it.
 */
export function readAdfs(texts: Iterable<string>, attributes: Attributes): void {
  for (const text of texts) {
    if (!text.includes('<AuditBase')) continue;
    const record = text.slice(text.indexOf('<AuditBase'), text.indexOf('<AuditBase') + 16_384);
    for (const [element, key] of ELEMENTS) {
      const value = elementOf(record, element);
      // Proxies on the way stand behind the first address, parted by commas.
      if (value !== undefined) put(attributes, key, key.endsWith('ip') ? value.split(',', 1)[0] : value);
    }
    const user = elementOf(record, 'UserId');
    if (user?.includes('@')) put(attributes, 'user.email', user);
    else if (user !== undefined) put(attributes, 'user.name', user.slice(user.lastIndexOf('\\') + 1));
    putUrl(attributes, elementOf(record, 'RelyingParty') ?? elementOf(record, 'Server'));
    const result = elementOf(record, 'AuditResult');
    if (result !== undefined) put(attributes, 'event.outcome', result === 'Success' ? 'success' : 'failure');
    return;
  }
}

function elementOf(record: string, name: string): string | undefined {
  const open = record.indexOf(`<${name}>`);
  if (open === -1) return undefined;
  const start = open + name.length + 2;
  const end = record.indexOf('<', start);
  const value = record.slice(start, end === -1 ? undefined : end).trim();
  return value === '' || value === 'N/A' || value === 'NotSet' ? undefined : value.replaceAll('&amp;', '&');
}
