import { randomUUID } from 'node:crypto';
import { tenantIdSchema } from '#shared/ids.ts';
import { type CanonicalEvent, canonicalEventSchema } from '#shared/schema/event.ts';

/** A failed login of alice, with an id of its own. */
export function buildEvent(tenantId = 'acme', given: Partial<CanonicalEvent> = {}): CanonicalEvent {
  return canonicalEventSchema.parse({
    tenant_id: tenantIdSchema.parse(tenantId),
    event_id: randomUUID(),
    timestamp: '2026-11-22T10:00:00.000Z',
    source: { system: 'vpn', integration: 'ecs-json' },
    category: 'auth',
    severity: 3,
    actor: { type: 'user', id: 'alice' },
    target: { type: 'asset', id: 'vpn-1' },
    attributes: { 'event.outcome': 'failure', failed_login_count: 1 },
    ...given,
  });
}
