import { DomainError } from '#shared/errors.ts';
import type { Pusher } from '#shared/pipeline/take-events.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import type { WebhookStore } from '#shared/ports/webhook-store.ts';
import { isSigned, signatureHolds } from '#shared/ways/signatures.ts';
import type { WayRequest } from '#shared/ways/way.ts';

/**
 * Who signed the request: the source that the path names, when its vendor's signature over this body holds.
 * @throws DomainError `unauthenticated` for everything else, without telling which of it.
 */
export async function pusherBySignature(
  ports: { webhooks: Pick<WebhookStore, 'find'>; sources: Pick<SourceStore, 'get'> },
  sourceId: string,
  request: WayRequest,
): Promise<Pusher> {
  // An id that no source of ours has is not worth a look-up: the path is open to everybody.
  const webhook = /^[A-Za-z0-9_-]{1,128}$/.test(sourceId) ? await ports.webhooks.find(sourceId) : null;
  if (webhook === null || !isSigned(webhook.scheme, request.headers)) throw refused();
  if (!signatureHolds(webhook.scheme, webhook.secret, request)) throw refused();
  const source = await ports.sources.get(webhook.tenant_id, webhook.source_id);
  if (source === null || source.status !== 'active') throw refused();
  return {
    kind: 'source',
    tenantId: webhook.tenant_id,
    sourceId: source.source_id,
    connector: source.connector,
  };
}

const refused = (): DomainError =>
  new DomainError(
    'unauthenticated',
    'Send a token of the source, or sign the request as the source expects it.',
  );
