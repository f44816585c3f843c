import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, sha256, type TenantId, tenantIdSchema, uuidV5 } from '#shared/ids.ts';
import { packRawEvents } from '#shared/pipeline/pack-events.ts';
import { type Archive, type FailedRecord, REFUSED_AT_THE_DOOR } from '#shared/ports/archive.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { EventStreams } from '#shared/ports/event-streams.ts';
import type { RateLimiter } from '#shared/ports/rate-limiter.ts';
import type { TenantStore } from '#shared/ports/tenant-store.ts';
import type { Role } from '#shared/schema/role.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

/** Who pushes, as it was verified: a source by its token or signature, or a signed-in user. */
export type Pusher =
  | { kind: 'source'; tenantId: TenantId; sourceId: string; connector: string }
  | {
      kind: 'user';
      tenantId: TenantId;
      role: Role;
      userId: string;
      email: string;
    };

export type TakePorts = {
  tenants: Pick<TenantStore, 'get'>;
  limiter: RateLimiter;
  streams: Pick<EventStreams, 'putRaw'>;
  audit: Pick<AuditStore, 'append'>;
  archive: Pick<Archive, 'fail'>;
  buckets: number;
};

/** An event that can never be taken, with its text, so that it is kept and not lost. */
export type Sidelined = { raw: string; reason: string };

export type Batch = { events: readonly string[]; sidelined: readonly Sidelined[] };

/**
 * The active tenant whose events the pusher may push; asked before a body is read.
 * @throws DomainError `tenant_mismatch`, `forbidden`, `tenant_inactive`.
 */
export async function admitPush(
  ports: Pick<TakePorts, 'tenants'>,
  pusher: Pusher,
  tenantHeader: string | undefined,
): Promise<Tenant> {
  const tenant = await ports.tenants.get(tenantOf(pusher, tenantHeader));
  if (tenant === null || tenant.status !== 'active') {
    throw new DomainError(
      'tenant_inactive',
      'This tenant is not active, so its events are not taken: ask the operator.',
    );
  }
  return tenant;
}

export type TakenFrom = {
  pusher: Pusher;
  requestId: string;
  now: Date;
  /** When the events came to be known, where that was before now and a repeat must say the same. */
  receivedAt?: Date;
  /** How often each text was there in earlier batches of the same object; this batch is added. */
  seen?: Map<string, number>;
};

/**
 * What every way in does with its events: the tenant's allowance, the audit record of an operator, the raw stream, and
 * the failure bucket for what can never be read. Resolves once all of it is safe; the same batch again changes nothing.
 * @throws DomainError `rate_limited`, `unavailable`; nothing of the batch may then be called taken.
 */
export async function takeEvents(
  ports: TakePorts,
  tenant: Tenant,
  push: TakenFrom,
  { events, sidelined }: Batch,
): Promise<void> {
  const { pusher, now } = push;
  const tenantId = tenant.tenant_id;
  const cost = events.length + sidelined.length;
  if (cost === 0) return;
  const rate = {
    perSecond: tenant.limits.events_per_second,
    burstSeconds: tenant.limits.burst_seconds,
  };
  const decision = await ports.limiter.take(tenantId, 'events', cost, rate, now);
  if (!decision.allowed) throw rateLimited(decision.retryAfterSeconds, rate.perSecond);
  if (pusher.kind === 'user' && pusher.role === 'platform_admin') {
    await ports.audit.append(tenantId, actingRecord(pusher, tenantId, events.length, push));
  }
  const origin = {
    sourceId: pusher.kind === 'source' ? pusher.sourceId : 'user',
    connector: pusher.kind === 'source' ? pusher.connector : 'auto',
    receivedAt: (push.receivedAt ?? now).toISOString(),
  };
  if (events.length > 0) {
    await ports.streams.putRaw(tenantId, packRawEvents(tenantId, origin, events, ports.buckets, push.seen));
  }
  if (sidelined.length > 0) await ports.archive.fail(tenantId, failuresOf(tenantId, origin, sidelined));
}

export function rateLimited(retryAfterSeconds: number, perSecond: number): DomainError {
  return new DomainError(
    'rate_limited',
    `The tenant's limit of ${perSecond} events a second is used up: send again after the time in Retry-After.`,
    { retry_after_seconds: retryAfterSeconds, events_per_second: perSecond },
  );
}

/** A resend within the hour has the same ids and is kept and counted once. */
function failuresOf(
  tenantId: TenantId,
  origin: { sourceId: string; connector: string; receivedAt: string },
  sidelined: readonly Sidelined[],
): FailedRecord[] {
  const hour = origin.receivedAt.slice(0, 13);
  const seen = new Map<string, number>();
  return sidelined.map(({ raw, reason }) => {
    const occurrence = seen.get(raw) ?? 0;
    seen.set(raw, occurrence + 1);
    return {
      failure_id: uuidV5(
        'refused',
        tenantId,
        origin.sourceId,
        sha256(raw.toWellFormed()),
        `${occurrence}`,
        hour,
      ),
      source_id: origin.sourceId,
      received_at: origin.receivedAt,
      reason: `the event could not be taken: ${reason}`,
      parser: REFUSED_AT_THE_DOOR,
      o: occurrence,
      raw: raw.toWellFormed(),
    };
  });
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
  push: { requestId: string; now: Date },
): Parameters<AuditStore['append']>[1] {
  return {
    audit_id: push.requestId,
    tenant_id: tenantId,
    at: push.now.toISOString(),
    actor: { id: pusher.userId, email: pusher.email, role: pusher.role },
    action: 'ingestEvents',
    target: `tenant/${tenantId}`,
    before: null,
    after: { events },
    request_id: push.requestId,
  };
}
