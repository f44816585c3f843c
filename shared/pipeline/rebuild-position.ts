import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const count = z.number().int().min(0);

/** How far a rebuild is. Between two calls it travels as the position that the caller hands back. */
const rebuildStateSchema = z.strictObject({
  /** The one tenant that is asked for; null for all. */
  only: tenantIdSchema.nullable(),
  fresh: z.boolean(),
  /** Where the list of tenants goes on; null when no further tenant is to come. */
  further: z.strictObject({ position: z.string().nullable() }).nullable(),
  /** The tenant in hand, and what comes next of it. */
  hand: z
    .strictObject({
      tenant_id: tenantIdSchema,
      part: z.enum(['begin', 'alerts', 'cases']),
      page: z.string().nullable(),
    })
    .nullable(),
  alerts: count,
  cases: count,
  failed: z.array(z.strictObject({ tenant_id: tenantIdSchema, reason: z.string() })),
});
export type RebuildState = z.infer<typeof rebuildStateSchema>;

const requestSchema = z.strictObject({
  tenant_id: tenantIdSchema.optional(),
  fresh: z.boolean().optional(),
  position: z.string().min(1).optional(),
});

const refuse = (message: string): DomainError => new DomainError('invalid_request', message);

/**
 * Where to begin or to go on: `{"tenant_id": "acme"}` for one tenant, `{}` for all, `"fresh": true` to throw away first
 * what the index has, `{"position": "…"}` with what an unfinished call answered.
 * @throws DomainError `invalid_request`.
 */
export function readRebuildRequest(event: unknown): RebuildState {
  const request = requestSchema.safeParse(event ?? {});
  if (!request.success) {
    throw refuse(
      `Send {"tenant_id": "acme"} for one tenant or {} for all, with "fresh": true to empty the index first, or {"position": "…"} as an unfinished call answered it. ${z.prettifyError(request.error)}`,
    );
  }
  const { tenant_id, fresh, position } = request.data;
  if (position === undefined) {
    return {
      only: tenant_id ?? null,
      fresh: fresh ?? false,
      further: tenant_id === undefined ? { position: null } : null,
      hand: tenant_id === undefined ? null : { tenant_id, part: 'begin', page: null },
      alerts: 0,
      cases: 0,
      failed: [],
    };
  }
  const state = readPosition(position);
  if ((tenant_id ?? state.only) !== state.only || (fresh ?? state.fresh) !== state.fresh) {
    throw refuse('The position belongs to another rebuild. Send it alone, or begin again without it.');
  }
  return state;
}

export const writePosition = (state: RebuildState): string =>
  Buffer.from(JSON.stringify(state)).toString('base64url');

function readPosition(position: string): RebuildState {
  try {
    return rebuildStateSchema.parse(JSON.parse(Buffer.from(position, 'base64url').toString()));
  } catch {
    throw refuse('The position is not one that a rebuild answered. Begin again without it.');
  }
}
