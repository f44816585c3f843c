import type { Draft } from '#shared/connectors/draft.ts';
import type { PanLog } from '#shared/connectors/palo-alto/forms.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const FILES = /^(file|virus|wildfire|wildfire-virus|data|ml-virus|vulnerability)$/;
const HOST = /^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.[A-Za-z]{2,24}$/;

/** What the threat log's shared columns mean depends on the subtype. */
export function readThreat({ type, subtype, fields }: PanLog, draft: Draft): void {
  const { attributes } = draft;
  putHash(fields.get('FileHash'), draft);
  putUrl(attributes, fields.get('URL'));
  putUrl(attributes, fields.get('FileURL'));
  const misc = fields.get('FileName');
  if (misc !== undefined) putMisc(misc, subtype.toLowerCase(), fields.get('Application'), draft);
  if (type !== 'THREAT') return;
  if (subtype === 'url' || subtype === 'vulnerability')
    put(attributes, 'destination.domain', hostOf(attributes['url.domain']));
  const threat = fields.get('ThreatID') ?? '';
  // `Name(12345)`, where a category of URLs is called `(9999)`.
  const open = threat.endsWith(')') ? threat.lastIndexOf('(') : -1;
  const number = open === -1 ? (/^\d+$/.test(threat) ? threat : undefined) : threat.slice(open + 1, -1);
  put(attributes, 'event.code', /^\d+$/.test(number ?? '') ? number : undefined);
  put(
    attributes,
    'threat.name',
    number === threat ? undefined : open === -1 ? threat : threat.slice(0, open).trim(),
  );
  put(attributes, 'rule.category', fields.get('ThreatCategory'));
}

function putMisc(misc: string, subtype: string, application: string | undefined, draft: Draft): void {
  const { attributes } = draft;
  const path = Math.max(misc.lastIndexOf('/'), misc.lastIndexOf('\\'));
  const isUrl = /^[a-z]{2,10}:\/\//.test(misc) || subtype === 'url' || HOST.test(misc.split('/', 1)[0] ?? '');
  if (
    HOST.test(misc) &&
    (application?.startsWith('dns') || subtype === 'spyware' || subtype.startsWith('dns'))
  )
    put(attributes, 'dns.question.name', misc);
  // `report.pdf` reads like a host: where files are looked for, only what has a path behind it is a URL.
  if (FILES.test(subtype) && (path === -1 || !isUrl)) {
    if (path !== -1) put(attributes, 'file.path', misc);
    put(attributes, 'file.name', misc.slice(path + 1));
    return;
  }
  putUrl(attributes, misc);
  if (FILES.test(subtype) && path !== -1)
    put(attributes, 'file.name', misc.slice(path + 1).split('?', 1)[0] ?? '');
}

function putHash(hash: string | undefined, { attributes }: Draft): void {
  if (hash === undefined || !/^[0-9a-fA-F]+$/.test(hash)) return;
  const kind = ({ 32: 'md5', 40: 'sha1', 64: 'sha256' } as Record<number, string>)[hash.length];
  if (kind !== undefined) put(attributes, `file.hash.${kind}`, hash);
}

function hostOf(domain: unknown): string | undefined {
  return typeof domain === 'string' && HOST.test(domain) ? domain : undefined;
}
