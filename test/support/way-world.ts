import { DomainError } from '#shared/errors.ts';
import { sha256, type TenantId } from '#shared/ids.ts';
import type { FailedRecord } from '#shared/ports/archive.ts';
import type { RateDecision } from '#shared/ports/rate-limiter.ts';
import type { WebhookSecret } from '#shared/ports/webhook-store.ts';
import type { ObjectNotice } from '#shared/schema/object-notice.ts';
import type { RawPack } from '#shared/schema/pack.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { receive } from '#shared/ways/receive.ts';
import type { WayAnswer, WayPorts, WayRequest } from '#shared/ways/way.ts';
import { buildSource, buildToken } from './builders/source.ts';
import { buildTenant } from './builders/tenant.ts';

export const TOKEN = 'ghs_0123456789';
export const now = new Date('2026-11-22T10:00:00.000Z');

export type Sent = {
  method?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Null sends no token. */
  token?: string | null;
};

/** The ways in over ports that remember: the active tenant acme with `source-1`, whose token is `TOKEN`. */
export function wayWorld(
  given: { tenant?: Partial<Tenant>; rate?: RateDecision; put?: Error; webhook?: WebhookSecret } = {},
) {
  const packs: RawPack[] = [];
  const failed: FailedRecord[] = [];
  const taken: number[] = [];
  const notices: ObjectNotice[] = [];
  const webhook = given.webhook ?? null;
  const source = buildSource('acme', { source_id: 'source-1', connector: 'ecs-json' });
  const issued = buildToken(source);
  const tenant = buildTenant('acme', given.tenant);
  const ports: WayPorts = {
    tenants: { get: async (id: TenantId) => (id === tenant.tenant_id ? tenant : null) },
    limiter: {
      take: async (_tenantId, _name, cost) => {
        taken.push(cost);
        return given.rate ?? { allowed: true };
      },
    },
    streams: {
      putRaw: async (_tenantId, routed) => {
        if (given.put) throw given.put;
        packs.push(...routed.map(({ pack }) => pack));
      },
    },
    audit: { append: async () => undefined },
    archive: { fail: async (_tenantId, failures) => void failed.push(...failures) },
    buckets: 8,
    authorize: {
      tokens: { findByHash: async (hash) => (hash === sha256(TOKEN) ? issued : null) },
      sources: { get: async (_tenantId, id) => (id === source.source_id ? source : null) },
      verifyJwt: () => Promise.reject(new DomainError('unauthenticated', 'no user here')),
      roleClaim: 'custom:role',
      tenantClaim: 'custom:tenant_id',
    },
    webhooks: { find: async (id) => (id === webhook?.source_id ? webhook : null) },
    objects: { read: async (notice) => void notices.push(notice) },
    clock: () => new Date(now.getTime() + 7),
  };
  const send = async (path: string, sent: Sent = {}): Promise<WayAnswer> => {
    const { token = TOKEN, body = '' } = sent;
    const request: WayRequest = {
      method: sent.method ?? 'POST',
      path,
      query: sent.query ?? {},
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...sent.headers },
      body: typeof body === 'string' ? Buffer.from(body) : body,
      requestId: 'request-1',
      now,
    };
    return (await receive(ports, request)).answer;
  };
  const events = (): string[] => packs.flatMap((pack) => pack.events.map(({ raw }) => raw));
  return { ports, send, events, packs, failed, taken, notices };
}

/** The answer's status with its JSON. */
export function shown(answer: WayAnswer): [number, unknown] {
  const text = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString();
  return [answer.status, text === '' ? '' : JSON.parse(text)];
}

export const overloaded = () =>
  new DomainError('unavailable', 'The stream is busy.', { retry_after_seconds: 3 });
