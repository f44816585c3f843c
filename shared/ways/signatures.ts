import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureScheme } from '#shared/ports/webhook-store.ts';
import type { WayRequest } from '#shared/ways/way.ts';

/** How a vendor signs its webhooks: HMAC-SHA-256 over `signed`, and where the signatures and the time stand. */
type Scheme = {
  /** Header with one or more signatures. */
  header: string;
  /** Its signatures as they stand in the header, without the vendor's prefix. */
  signatures(header: string): string[];
  encoding: 'hex' | 'base64';
  /** Header with the time of sending in seconds; null where the vendor signs none. */
  timeHeader: string | null;
  /** What stands before the body in the signed text. */
  before(headers: WayRequest['headers']): string;
  key(secret: string): string | Uint8Array;
};

const after =
  (prefix: string, separator: RegExp) =>
  (header: string): string[] =>
    header
      .split(separator)
      .filter((part) => part.startsWith(prefix))
      .map((part) => part.slice(prefix.length));

const asText = (secret: string): string => secret;

/** GitHub, Slack, PagerDuty: their webhook documentation; Standard Webhooks: specification 1.0 (also Svix, OpenAI, Okta's CIC …). */
const schemes = {
  github: {
    header: 'x-hub-signature-256',
    signatures: after('sha256=', /,\s*/),
    encoding: 'hex',
    timeHeader: null,
    before: () => '',
    key: asText,
  },
  slack: {
    header: 'x-slack-signature',
    signatures: after('v0=', /,\s*/),
    encoding: 'hex',
    timeHeader: 'x-slack-request-timestamp',
    before: (headers) => `v0:${headers['x-slack-request-timestamp'] ?? ''}:`,
    key: asText,
  },
  pagerduty: {
    header: 'x-pagerduty-signature',
    signatures: after('v1=', /,\s*/),
    encoding: 'hex',
    timeHeader: null,
    before: () => '',
    key: asText,
  },
  'standard-webhooks': {
    header: 'webhook-signature',
    signatures: after('v1,', /\s+/),
    encoding: 'base64',
    timeHeader: 'webhook-timestamp',
    before: (headers) => `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.`,
    key: (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
  },
} as const satisfies Record<SignatureScheme, Scheme>;

/** A signed request is good for five minutes on either side (Standard Webhooks and Slack both say so). */
const TOLERANCE_SECONDS = 300;

/** Whether the request carries a signature of the scheme at all. */
export function isSigned(scheme: SignatureScheme, headers: WayRequest['headers']): boolean {
  return headers[schemes[scheme].header] !== undefined;
}

/**
 * Whether one of the request's signatures is the secret's over this very body, and the request is fresh where its vendor
 * signs a time. Compared in constant time.
 */
export function signatureHolds(
  scheme: SignatureScheme,
  secret: string,
  request: Pick<WayRequest, 'headers' | 'body' | 'now'>,
): boolean {
  const row: Scheme = schemes[scheme];
  const { headers, body, now } = request;
  if (row.timeHeader !== null) {
    const sent = Number(headers[row.timeHeader] ?? Number.NaN);
    if (!(Math.abs(now.getTime() / 1000 - sent) <= TOLERANCE_SECONDS)) return false;
  }
  const wanted = createHmac('sha256', row.key(secret)).update(row.before(headers)).update(body).digest();
  return row.signatures(headers[row.header] ?? '').some((signature) => {
    const given = Buffer.from(signature, row.encoding);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
