import { randomUUID } from 'node:crypto';
import { tenantIdSchema } from '#shared/ids.ts';
import { type EventPack, eventPackSchema, type RawPack, rawPackSchema } from '#shared/schema/pack.ts';
import { buildEvent } from './event.ts';

/** A raw pack of one failed login, with an id of its own. */
export function buildRawPack(tenantId = 'acme', given: Partial<RawPack> = {}): RawPack {
  return rawPackSchema.parse({
    v: 1,
    pack_id: randomUUID(),
    tenant_id: tenantIdSchema.parse(tenantId),
    source_id: 'source-1',
    received_at: '2026-11-22T10:00:01.000Z',
    connector: 'auto',
    events: [{ o: 0, raw: '{"timestamp":"2026-11-22T10:00:00Z","action":"login_failed","user":"alice"}' }],
    ...given,
  });
}

/** A canonical pack of one failed login, with an id of its own. */
export function buildEventPack(tenantId = 'acme', given: Partial<EventPack> = {}): EventPack {
  return eventPackSchema.parse({
    v: 1,
    pack_id: randomUUID(),
    tenant_id: tenantIdSchema.parse(tenantId),
    source_id: 'source-1',
    received_at: '2026-11-22T10:00:01.000Z',
    events: [buildEvent(tenantId)],
    ...given,
  });
}
