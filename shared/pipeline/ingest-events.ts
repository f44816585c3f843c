import { MAX_REFUSALS_LISTED } from '#shared/pipeline/limits.ts';
import { readBody } from '#shared/pipeline/read-body.ts';
import { type Refusal, splitEvents } from '#shared/pipeline/split-events.ts';
import { admitPush, type Pusher, type TakePorts, takeEvents } from '#shared/pipeline/take-events.ts';

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
 * Takes a body of events for the pusher's tenant: resolves once Kinesis holds all of them, and the failure bucket what
 * can't be taken, since few shippers read the answer.
 * @throws DomainError with the code for each way to refuse (docs/architecture.md, "Ingest").
 */
export async function ingestEvents(ports: TakePorts, request: IngestRequest): Promise<IngestAnswer> {
  const tenant = await admitPush(ports, request.pusher, request.tenantHeader);
  const { events, refused, sidelined } = splitEvents(readBody(request.body), tenant.tenant_id);
  await takeEvents(ports, tenant, request, { events, sidelined });
  return {
    accepted: events.length,
    rejected: refused.length,
    errors: refused.slice(0, MAX_REFUSALS_LISTED),
    request_id: request.requestId,
  };
}
