import { randomUUID } from 'node:crypto';
import { tenantIdSchema } from '#shared/ids.ts';
import { type Source, type SourceToken, sourceSchema, sourceTokenSchema } from '#shared/schema/source.ts';

/** An active source with an id of its own. */
export function buildSource(tenantId = 'acme', given: Partial<Source> = {}): Source {
  return sourceSchema.parse({
    tenant_id: tenantIdSchema.parse(tenantId),
    source_id: randomUUID(),
    name: 'Head office firewall',
    source_type: 'firewall',
    connector: 'auto',
    status: 'active',
    created_at: '2026-11-22T10:00:00.000Z',
    updated_at: '2026-11-22T10:00:00.000Z',
    version: 1,
    ...given,
  });
}

/** A token in use, of the given source, with an id of its own. */
export function buildToken(source: Source, given: Partial<SourceToken> = {}): SourceToken {
  return sourceTokenSchema.parse({
    tenant_id: source.tenant_id,
    source_id: source.source_id,
    token_id: randomUUID(),
    hint: 'ghs_ab',
    created_at: '2026-11-22T10:00:00.000Z',
    created_by: 'user-1',
    revoked_at: null,
    ...given,
  });
}
