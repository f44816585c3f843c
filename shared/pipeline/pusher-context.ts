import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Pusher } from '#shared/pipeline/take-events.ts';
import { roleSchema } from '#shared/schema/role.ts';

/** What the authorizer hands the ingest function: API Gateway passes a flat map of text (REST API, "context"). */
const contextSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('source'),
    tenant_id: tenantIdSchema,
    source_id: z.string(),
    connector: z.string(),
  }),
  z.object({
    kind: z.literal('user'),
    tenant_id: tenantIdSchema,
    role: roleSchema,
    user_id: z.string(),
    email: z.string(),
  }),
]);

export function pusherToContext(pusher: Pusher): Record<string, string> {
  return pusher.kind === 'source'
    ? {
        kind: pusher.kind,
        tenant_id: pusher.tenantId,
        source_id: pusher.sourceId,
        connector: pusher.connector,
      }
    : {
        kind: pusher.kind,
        tenant_id: pusher.tenantId,
        role: pusher.role,
        user_id: pusher.userId,
        email: pusher.email,
      };
}

/** @throws ZodError when the request did not come through our authorizer. */
export function pusherFromContext(context: unknown): Pusher {
  const parsed = contextSchema.parse(context);
  return parsed.kind === 'source'
    ? {
        kind: 'source',
        tenantId: parsed.tenant_id,
        sourceId: parsed.source_id,
        connector: parsed.connector,
      }
    : {
        kind: 'user',
        tenantId: parsed.tenant_id,
        role: parsed.role,
        userId: parsed.user_id,
        email: parsed.email,
      };
}
