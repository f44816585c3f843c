import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PLATFORM_TENANT, type TenantId, tenantIdSchema } from '#shared/ids.ts';
import { initiatorSchema, type Run, systemSchema } from '#shared/schema/onboarding.ts';
import type { Engine } from '#shared/tenants/provisioning/engine.ts';

/** The operator's key for the records, made at the first off-boarding and kept in the secret store. */
const KEY_NAME = 'offboard-signing-key';
const ALGORITHM = 'HMAC-SHA256';

export const offboardDocumentSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  run_id: z.string(),
  by: initiatorSchema,
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  /** Looked for after the removal and not found. */
  removed: z.array(z.strictObject({ step: z.string(), title: z.string(), system: systemSchema })),
  kept: z.array(
    z.strictObject({
      step: z.string(),
      title: z.string(),
      system: systemSchema,
      why: z.string(),
      needs_operator: z.boolean(),
    }),
  ),
});

const signedSchema = z.strictObject({
  /** Exactly the bytes that were signed. */
  document: z.string(),
  algorithm: z.literal(ALGORITHM),
  signature: z.string(),
});

/** Writes down, signed and for ever, what was removed and what was kept and why. */
export async function writeOffboardRecord(engine: Engine, run: Run, endedAt: string): Promise<void> {
  const steps = await engine.journal.steps(run.tenant_id, run.run_id);
  const shown = run.steps.flatMap((name) => {
    const step = steps.find((one) => one.step === name);
    const resource = engine.resources.find((one) => one.name === name);
    if (step === undefined || resource === undefined) return [];
    return [{ step, base: { step: name, title: resource.title, system: resource.system } }];
  });
  const document = JSON.stringify(
    offboardDocumentSchema.parse({
      tenant_id: run.tenant_id,
      run_id: run.run_id,
      by: run.started_by,
      started_at: run.started_at,
      ended_at: endedAt,
      removed: shown.filter(({ step }) => step.state === 'undone').map(({ base }) => base),
      kept: shown
        .filter(({ step }) => step.state === 'kept' || step.state === 'needs_operator')
        .map(({ base, step }) => ({
          ...base,
          why: step.reason ?? '',
          needs_operator: step.state === 'needs_operator',
        })),
    }),
  );
  const signature = sign(document, await signingKey(engine));
  await engine.journal.putRecord(
    run.tenant_id,
    run.run_id,
    JSON.stringify({ document, algorithm: ALGORITHM, signature }),
  );
}

/** The record of an off-boarding and whether its signature is ours; null where there is none. */
export async function readOffboardRecord(engine: Engine, tenantId: TenantId, runId: string) {
  const stored = await engine.journal.record(tenantId, runId);
  if (stored === null) return null;
  const { document, signature, algorithm } = signedSchema.parse(JSON.parse(stored));
  const expected = Buffer.from(sign(document, await signingKey(engine)), 'hex');
  const given = Buffer.from(signature, 'hex');
  const valid = expected.length === given.length && timingSafeEqual(expected, given);
  return { document: offboardDocumentSchema.parse(JSON.parse(document)), algorithm, signature, valid };
}

async function signingKey(engine: Engine): Promise<string> {
  const known = await engine.secrets.get(PLATFORM_TENANT, KEY_NAME);
  if (known !== null) return known;
  const key = engine.newSecret();
  await engine.secrets.put(PLATFORM_TENANT, KEY_NAME, key);
  return key;
}

const sign = (document: string, key: string): string =>
  createHmac('sha256', key).update(document).digest('hex');
