import { type TenantId, tenantIdSchema } from '#shared/ids.ts';
import type { DrainPorts } from '#shared/pipeline/forward/drain-forwarding.ts';
import type { ForwardPorts } from '#shared/pipeline/forward/forward-rows.ts';
import { rememberForwarding } from '#shared/pipeline/forward/remember-forwarding.ts';
import type { Forwarding, ForwardTarget } from '#shared/schema/forwarding.ts';
import { VendorError, type VendorFault } from '#shared/vendors/vendor-error.ts';
import { buildTenant } from './builders/tenant.ts';
import { type MemoryBacklog, memoryBacklog, memoryForwardStore } from './memory-forward.ts';

export const acme = tenantIdSchema.parse('acme');
export const umbra = tenantIdSchema.parse('umbra');

export const targetFor = (code: string): ForwardTarget => ({
  endpoint: `https://${code}.ingest.example`,
  immutable_id: `dcr-${code}`,
  stream: 'Custom-SocEvents_CL',
  azure_tenant_id: 'directory',
  client_id: 'application',
});

const faults: Readonly<Record<number, VendorFault>> = {
  400: 'refused',
  401: 'unauthenticated',
  403: 'forbidden',
  413: 'refused',
  429: 'rate_limited',
  503: 'broken',
};

/** As `shared/vendors/http.ts` makes it of an answer. */
export const answered = (status: number, retryAfter: number | null = null): VendorError =>
  new VendorError('azure', faults[status] ?? 'broken', `azure answered with ${status}`, {
    status,
    retryAfter,
    passing: status === 429 || status >= 500,
  });

type Call = { tenant: TenantId; rows: Record<string, unknown>[] };

export type ForwardWorld = {
  ports: ForwardPorts & DrainPorts;
  rows: Map<string, Forwarding>;
  backlog: MemoryBacklog;
  calls: Call[];
  /** Ids of the events that a tenant's Azure took. */
  taken(tenant: TenantId): unknown[];
  /** What a tenant's Azure answers; null takes it. */
  answer: (call: Call) => Error | null;
  waits: number[];
  now: Date;
  later(minutes: number): void;
};

/** Forwarding over memory, with a customer's Azure that answers as the test says. Both tenants have a target. */
export async function forwardWorld(): Promise<ForwardWorld> {
  const rows = new Map<string, Forwarding>();
  const store = memoryForwardStore(rows);
  const backlog = memoryBacklog();
  const accepted: Call[] = [];
  const world: ForwardWorld = {
    rows,
    backlog,
    calls: [],
    waits: [],
    now: new Date('2026-11-22T09:00:00.000Z'),
    answer: () => null,
    taken: (tenant) =>
      accepted
        .filter((call) => call.tenant === tenant)
        .flatMap((call) => call.rows.map((row) => row.EventId)),
    later: (minutes) => {
      world.now = new Date(world.now.getTime() + minutes * 60_000);
    },
    ports: {
      store,
      backlog,
      forwarding: rememberForwarding(store),
      senders: {
        of: async (tenant) => ({
          async send(_id, _stream, sent) {
            const call = { tenant, rows: [...sent] };
            world.calls.push(call);
            const refusal = world.answer(call);
            if (refusal !== null) throw refusal;
            accepted.push(call);
          },
        }),
        forget: () => {},
      },
      tenants: {
        list: async () => ({
          items: [acme, umbra].map((code) => buildTenant(code)),
          next: null,
        }),
      },
      now: () => world.now,
      wait: async (ms) => void world.waits.push(ms),
      warn: () => {},
    },
  };
  for (const tenant of [acme, umbra]) await store.putTarget(tenant, targetFor(tenant), world.now);
  return world;
}
