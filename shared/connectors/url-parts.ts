import { type Attributes, put } from '#shared/connectors/vocabulary.ts';

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]{1,20}):\/\//;
const AUTHORITY_END = /[/?#]/;
const HOST = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}$/;

/**
 * ECS `url.*` of a URL as it stood in a log: a whole one, one without scheme (`host/path`, as firewalls write it), or
 * a path alone. Parts are cut out literally and nothing is decoded, so that they can be searched for as they were
 * seen. A `domain` that the event names beside the URL stands.
 */
export function putUrl(attributes: Attributes, text: string | undefined, domain?: string): void {
  const url = text?.trim();
  put(attributes, 'url.domain', domain);
  if (url === undefined || url === '' || url === '-' || url === 'N/A') return;
  put(attributes, 'url.original', url);
  const scheme = SCHEME.exec(url);
  if (scheme !== null) {
    put(attributes, 'url.full', url);
    put(attributes, 'url.scheme', scheme[1]?.toLowerCase());
  }
  const rest = scheme === null ? url : url.slice(scheme[0].length);
  putPath(
    attributes,
    scheme === null && /^[/*?]/.test(rest) ? rest : putAuthority(attributes, rest, scheme !== null),
  );
}

/** @returns what stands after the authority; the whole text when it begins with none. */
function putAuthority(attributes: Attributes, text: string, certain: boolean): string {
  const end = text.search(AUTHORITY_END);
  const authority = end === -1 ? text : text.slice(0, end);
  const at = authority.lastIndexOf('@');
  const place = certain && at !== -1 ? authority.slice(at + 1) : authority;
  if (certain && at !== -1) put(attributes, 'url.username', authority.slice(0, at).split(':', 1)[0]);
  const bracket = place.startsWith('[') ? place.indexOf(']') : -1;
  const colon = bracket > 0 ? (place[bracket + 1] === ':' ? bracket + 1 : -1) : place.lastIndexOf(':');
  const host = bracket > 0 ? place.slice(1, bracket) : colon === -1 ? place : place.slice(0, colon);
  const port = colon === -1 ? undefined : place.slice(colon + 1);
  const isHost = bracket > 0 || (HOST.test(host) && (certain || host.includes('.')));
  if (!isHost || (port !== undefined && port !== '' && !/^\d{1,5}$/.test(port))) return certain ? text : '';
  put(attributes, 'url.domain', host);
  put(attributes, 'url.port', port);
  return end === -1 ? '' : text.slice(end);
}

function putPath(attributes: Attributes, text: string): void {
  const hash = text.indexOf('#');
  if (hash !== -1) put(attributes, 'url.fragment', text.slice(hash + 1));
  const plain = hash === -1 ? text : text.slice(0, hash);
  const query = plain.indexOf('?');
  const path = query === -1 ? plain : plain.slice(0, query);
  put(attributes, 'url.path', path);
  if (query !== -1) put(attributes, 'url.query', plain.slice(query + 1));
  const dot = path.lastIndexOf('.');
  const extension = dot > path.lastIndexOf('/') ? path.slice(dot + 1) : '';
  if (/^[A-Za-z0-9]{1,10}$/.test(extension)) put(attributes, 'url.extension', extension);
}
