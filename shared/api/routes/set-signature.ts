import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingSource } from '#shared/api/existing.ts';
import { sourceParams } from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { signatureSchemeSchema } from '#shared/ports/webhook-store.ts';

export const setSignature = defineRoute({
  operation: 'setSignature',
  summary: 'Have a source’s webhook checked by its vendor’s signature; such a request needs no token',
  method: 'POST',
  path: '/api/v1/sources/{source_id}/signature',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  idempotent: true,
  params: sourceParams,
  body: z.strictObject({
    scheme: signatureSchemeSchema,
    secret: z
      .string()
      .min(16)
      .max(512)
      .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks')
      .optional()
      .describe('The vendor’s secret; without it one is made, to be entered at the vendor.'),
  }),
  answer: z.object({
    source_id: z.string(),
    scheme: signatureSchemeSchema,
    path: z.string().describe('Where the vendor sends to.'),
    secret: z
      .string()
      .nullable()
      .describe('The secret that was made; it is never shown again. Null where it was given.'),
  }),
  kept: (answer) => ({ ...answer, secret: null }),
  async handle(ports, context, { params, body }) {
    const { tenantId, now } = context;
    const { source_id } = await existingSource(ports, tenantId, params.source_id);
    const made = body.secret === undefined ? newSecret(body.scheme, ports.newSecret()) : null;
    const secret = body.secret ?? made ?? '';
    const audit = auditOf(context, ports.newId(), {
      action: 'setSignature',
      target: `source/${source_id}/signature`,
      before: null,
      after: { scheme: body.scheme },
    });
    await ports.webhooks.set(
      { tenant_id: tenantId, source_id, scheme: body.scheme, secret },
      now.toISOString(),
      audit,
    );
    return { source_id, scheme: body.scheme, path: `/v1/ingest/raw/${source_id}`, secret: made };
  },
});

/** Standard Webhooks writes its keys in base64 behind a prefix. */
function newSecret(scheme: z.infer<typeof signatureSchemeSchema>, random: string): string {
  if (scheme !== 'standard-webhooks') return random;
  return `whsec_${Buffer.from(random, 'base64url').toString('base64')}`;
}
