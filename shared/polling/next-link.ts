import type { PageRequest } from '#shared/polling/poll-kind.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

/**
 * A link to the next page as it is kept: path and query below the base address. Links that lead elsewhere are refused,
 * since the token would follow them.
 * @throws VendorError `blocked`
 */
export function keptLink(vendor: string, link: string, baseUrl: string): string {
  const base = new URL(baseUrl);
  const next = URL.parse(link, base);
  const prefix = base.pathname.replace(/\/+$/, '');
  if (next === null || next.origin !== base.origin || !next.pathname.startsWith(`${prefix}/`)) {
    const what = `${vendor}’s next page lies at another address, which is not followed.`;
    throw new VendorError(vendor, 'blocked', what);
  }
  return `${next.pathname.slice(prefix.length)}${next.search}`;
}

export function requestOf(kept: string): PageRequest {
  const [path = '', search = ''] = split(kept);
  return { path, query: Object.fromEntries(new URLSearchParams(search)) };
}

function split(kept: string): [string, string] {
  const at = kept.indexOf('?');
  return at < 0 ? [kept, ''] : [kept.slice(0, at), kept.slice(at + 1)];
}

/** The target of a `Link` header's relation (RFC 8288), of which there may be several. */
export function linkOf(header: string | undefined, relation: string): string | null {
  for (const [, target = '', rest = ''] of (header ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (new RegExp(`;\\s*rel="?${relation}"?(?![\\w-])`).test(rest)) return target;
  }
  return null;
}
