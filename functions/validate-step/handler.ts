import { z } from 'zod';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { once } from '#shared/once.ts';
import { stepTest, stepValidation } from '#shared/tenants/validation/step.ts';
import { suiteOf } from '#shared/tenants/validation/suite.ts';

const inputSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('test'),
    tenant_id: tenantIdSchema,
    source_id: z.string().min(1).max(200),
    id: z.string().min(1).max(100),
  }),
  z.strictObject({
    kind: z.literal('validation'),
    tenant_id: tenantIdSchema,
    id: z.string().min(1).max(100),
  }),
]);

const logger = makeLogger('validate-step');
const suite = once(() =>
  suiteOf(makeApiPorts(process.env), (step, error) => {
    logger.error('a resource could not be read', {
      step,
      error: error instanceof Error ? error : String(error),
    });
  }),
);

/** Called by `workflows/validate-tenant` again and again until `done`: one look at a test or a validation. */
export async function handler(event: unknown): Promise<{ done: boolean; wait_seconds: number }> {
  const input = inputSchema.parse(event);
  return input.kind === 'test'
    ? stepTest(suite().ports, input.tenant_id, input.source_id, input.id)
    : stepValidation(suite(), input.tenant_id, input.id);
}
