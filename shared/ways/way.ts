import type { DomainError } from '#shared/errors.ts';
import type { AuthorizePorts } from '#shared/pipeline/authorize-push.ts';
import {
  admitPush,
  type Batch,
  type Pusher,
  type TakePorts,
  takeEvents,
} from '#shared/pipeline/take-events.ts';
import type { ObjectReader } from '#shared/ports/customer-objects.ts';
import type { WebhookStore } from '#shared/ports/webhook-store.ts';
import type { Tenant } from '#shared/schema/tenant.ts';

/** A sender's request, whichever API Gateway brought it. Names of headers are in lower case. */
export type WayRequest = {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  requestId: string;
  now: Date;
};

export type WayAnswer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  /** Why nothing was taken, for our log, where the protocol tells it within a success. */
  because?: unknown;
};

export type WayPorts = TakePorts & {
  authorize: AuthorizePorts;
  webhooks: Pick<WebhookStore, 'find'>;
  /** Objects of customers' buckets, which another function reads. */
  objects: ObjectReader;
  /** The time now, for answers that say how long they took. */
  clock(): Date;
};

/**
 * An open route is asked before a sender has shown its token, or by senders that show none there. A signed one is also
 * open to a request that its vendor signed, instead of a token.
 */
export type WayRoute = {
  methods: readonly string[];
  /** As API Gateway writes it: `{name}` for one segment, `{name+}` for the rest. */
  path: string;
  open?: true;
  signed?: true;
};

/** One protocol that senders speak: where it listens, what it does with a request, and how it words a refusal. */
export type Way = {
  name: string;
  routes: readonly WayRoute[];
  /** `pusher` is there on every route that is not open. */
  handle(ports: WayPorts, request: WayRequest, route: WayRoute, pusher: Pusher | null): Promise<WayAnswer>;
  refuse(error: DomainError, request: WayRequest): WayAnswer;
};

/** A pusher's request whose tenant was admitted, with what the ways need to hand its events over. */
export type Push = { tenant: Tenant; pusher: Pusher; take(batch: Batch): Promise<void> };

/** @throws DomainError `tenant_mismatch`, `forbidden`, `tenant_inactive`; `take` also `rate_limited`, `unavailable`. */
export async function admit(ports: WayPorts, request: WayRequest, pusher: Pusher | null): Promise<Push> {
  if (pusher === null) throw new Error(`${request.path} has no pusher: its route must not be open`);
  const tenant = await admitPush(ports, pusher, request.headers['x-tenant-id']);
  return {
    tenant,
    pusher,
    take: (batch) =>
      takeEvents(ports, tenant, { pusher, requestId: request.requestId, now: request.now }, batch),
  };
}

/** Seconds to wait before the same batch is worth sending again; null where waiting does not help. */
export function retryAfter(error: DomainError): number | null {
  if (error.code !== 'rate_limited' && error.code !== 'unavailable') return null;
  const seconds = error.details.retry_after_seconds;
  return typeof seconds === 'number' ? Math.max(1, Math.ceil(seconds)) : 3;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WayAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}

/** `Retry-After` where waiting helps. */
export function retryHeaders(error: DomainError): Record<string, string> {
  const seconds = retryAfter(error);
  return seconds === null ? {} : { 'retry-after': String(seconds) };
}
