import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, type TenantId, tenantIdSchema } from '#shared/ids.ts';
import { MAX_REFUSALS_LISTED } from '#shared/pipeline/limits.ts';
import { packRawEvents } from '#shared/pipeline/pack-events.ts';
import { readBody } from '#shared/pipeline/read-body.ts';
import { type Refusal, splitEvents } from '#shared/pipeline/split-events.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { EventStreams } from '#shared/ports/event-streams.ts';
import type { RateLimiter } from '#shared/ports/rate-limiter.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { Role } from '#shared/schema/role.ts';

/** Who pushes, as the authorizer verified it: a source by its token, or a signed-in user. */
export type Pusher =
  | { kind: 'source'; tenantId: TenantId; sourceId: string; connector: string }
  | {
      kind: 'user';
      tenantId: TenantId;
      role: Role;
      userId: string;
      email: string;
    };

export type IngestPorts = {
  tenants: Pick<TenantStore, 'get'>;
  limiter: RateLimiter;
  streams: Pick<EventStreams, 'putRaw'>;
  audit: Pick<AuditStore, 'append'>;
  buckets: number;
};

export type IngestRequest = {
  pusher: Pusher;
  /** The `X-Tenant-ID` header as sent. */
  tenantHeader: string | undefined;
  body: Uint8Array;
  requestId: string;
  now: Date;
};

export type IngestAnswer = {
  accepted: number;
  rejected: number;
  errors: Refusal[];
  request_id: string;
};

/**
 * Takes a body of events for the pusher's tenant: resolves once Kinesis holds all of them.
 * @throws DomainError with the code for each way to refuse (docs/architecture.md, "Ingest").
 */
export async function ingestEvents(ports: IngestPorts, request: IngestRequest): Promise<IngestAnswer> {
  const tenantId = tenantOf(request.pusher, request.tenantHeader);
  const tenant = await ports.tenants.get(tenantId);
  if (tenant === null || tenant.status !== 'active') {
    throw new DomainError(
      'tenant_inactive',
      'This tenant is not active, so its events are not taken: ask the operator.',
    );
  }
  const { events, refused } = splitEvents(readBody(request.body), tenantId);
  const rate = {
    perSecond: tenant.limits.events_per_second,
    burstSeconds: tenant.limits.burst_seconds,
  };
  const decision = await ports.limiter.take(tenantId, 'events', events.length, rate, request.now);
  if (!decision.allowed) throw rateLimited(decision.retryAfterSeconds, rate.perSecond);
  if (request.pusher.kind === 'user' && request.pusher.role === 'platform_admin') {
    await ports.audit.append(tenantId, actingRecord(request.pusher, tenantId, events.length, request));
  }
  const origin = {
    sourceId: request.pusher.kind === 'source' ? request.pusher.sourceId : 'user',
    connector: request.pusher.kind === 'source' ? request.pusher.connector : 'auto',
    receivedAt: request.now.toISOString(),
  };
  await ports.streams.putRaw(tenantId, packRawEvents(tenantId, origin, events, ports.buckets));
  return {
    accepted: events.length,
    rejected: refused.length,
    errors: refused.slice(0, MAX_REFUSALS_LISTED),
    request_id: request.requestId,
  };
}

export function rateLimited(retryAfterSeconds: number, perSecond: number): DomainError {
  return new DomainError(
    'rate_limited',
    `The tenant's limit of ${perSecond} events a second is used up: send again after the time in Retry-After.`,
    { retry_after_seconds: retryAfterSeconds, events_per_second: perSecond },
  );
}

const pushingRoles: readonly Role[] = ['platform_admin', 'tenant_admin', 'soc_analyst'];

function tenantOf(pusher: Pusher, header: string | undefined): TenantId {
  if (pusher.kind === 'source') {
    if (header !== undefined && header !== pusher.tenantId) throw mismatch();
    return pusher.tenantId;
  }
  if (!pushingRoles.includes(pusher.role)) {
    throw new DomainError('forbidden', `The role ${pusher.role} may not push events.`);
  }
  const named = tenantIdSchema.safeParse(header);
  if (pusher.role === 'platform_admin' && named.success && named.data !== PLATFORM_TENANT) return named.data;
  if (
    header === undefined ||
    header !== pusher.tenantId ||
    !named.success ||
    named.data === PLATFORM_TENANT
  ) {
    throw mismatch();
  }
  return pusher.tenantId;
}

function mismatch(): DomainError {
  return new DomainError(
    'tenant_mismatch',
    'The X-Tenant-ID header must be there with a user token, and must name the tenant of the token.',
  );
}

function actingRecord(
  pusher: Extract<Pusher, { kind: 'user' }>,
  tenantId: TenantId,
  events: number,
  request: IngestRequest,
): Parameters<AuditStore['append']>[1] {
  return {
    audit_id: request.requestId,
    tenant_id: tenantId,
    at: request.now.toISOString(),
    actor: { id: pusher.userId, email: pusher.email, role: pusher.role },
    action: 'ingestEvents',
    target: `tenant/${tenantId}`,
    before: null,
    after: { events },
    request_id: request.requestId,
  };
}
