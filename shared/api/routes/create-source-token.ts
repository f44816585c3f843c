import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { sourceTokenAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';
import { sha256 } from '#shared/ids.ts';
import type { SourceToken } from '#shared/schema/source.ts';
import { SOURCE_TOKEN_PREFIX } from '#shared/tenants/source-token.ts';

/** Live tokens of one source: enough to change them one after the other, few enough to know them all. */
const LIVE_TOKENS = 10;

export const createSourceToken = defineRoute({
  operation: 'createSourceToken',
  summary: 'Create an ingest token of a data source; the token is shown in this answer and never again',
  method: 'POST',
  path: '/api/v1/sources/{source_id}/tokens',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 201,
  idempotent: true,
  params: sourceParams,
  answer: z.object({
    ...sourceTokenAnswer.shape,
    token: z
      .string()
      .nullable()
      .describe(
        'The token itself; null when the request is repeated with its Idempotency-Key, since it is not stored.',
      ),
  }),
  location: (token) => `/api/v1/sources/${token.source_id}/tokens/${token.token_id}`,
  kept: (answer) => ({ ...answer, token: null }),
  async handle(ports, context, { params }) {
    const { tenantId, caller, now, newResourceId } = context;
    const source = await existingSource(ports, tenantId, params.source_id);
    const live = (await ports.tokens.list(tenantId, source.source_id)).filter(
      (one) => one.revoked_at === null,
    );
    if (live.length >= LIVE_TOKENS) {
      throw new DomainError('conflict', `A source has at most ${LIVE_TOKENS} live tokens. Revoke one first.`);
    }
    const token = `${SOURCE_TOKEN_PREFIX}${ports.newSecret()}`;
    const record: SourceToken = {
      tenant_id: tenantId,
      source_id: source.source_id,
      token_id: newResourceId,
      hint: token.slice(0, 8),
      created_at: now.toISOString(),
      created_by: caller.email,
      revoked_at: null,
    };
    const audit = auditOf(context, ports.newId(), {
      action: 'createSourceToken',
      target: `source/${source.source_id}/token/${record.token_id}`,
      before: null,
      after: { hint: record.hint },
    });
    await ports.tokens.create(tenantId, record, sha256(token), audit);
    return { ...record, token };
  },
});
