import { advanceTest } from '#shared/datasources/source-test.ts';
import { ended } from '#shared/datasources/stages.ts';
import type { TenantId } from '#shared/ids.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import type { CheckPorts, Suite } from '#shared/tenants/validation/check.ts';
import { advanceValidation, shownValidation } from '#shared/tenants/validation/validate.ts';

/** Whether the work is over, and how long to wait before the next look, in seconds. */
export type Stepped = { done: boolean; wait_seconds: number };

const OVER: Stepped = { done: true, wait_seconds: 0 };
const PAUSE: Stepped = { done: false, wait_seconds: 2 };

/** One look at a test; over too when a newer test took its place or its source is gone. */
export async function stepTest(
  ports: CheckPorts,
  tenantId: TenantId,
  sourceId: string,
  testId: string,
): Promise<Stepped> {
  const test = await ports.proofs.test(tenantId, sourceId);
  if (test === null || test.test_id !== testId || test.state !== 'running') return OVER;
  const keep = (next: SourceTest) => ports.proofs.updateTest(tenantId, next);
  const source = await ports.sources.get(tenantId, sourceId);
  if (source === null) {
    await keep(ended(test, ports.now(), 'The source was deleted.', 'Connect it again.'));
    return OVER;
  }
  const next = await advanceTest(ports, source, test, keep);
  const stands = next === test || (await keep(next));
  return stands && next.state === 'running' ? PAUSE : OVER;
}

/** One look at a validation: at most one check is begun or looked at. */
export async function stepValidation(
  suite: Suite,
  tenantId: TenantId,
  validationId: string,
): Promise<Stepped> {
  const { ports } = suite;
  const found = await ports.proofs.validation(tenantId);
  if (found === null || found.validation_id !== validationId || found.state !== 'running') return OVER;
  const validation = shownValidation(found, ports.now());
  const next = await advanceValidation(suite, validation);
  const stands = await ports.proofs.updateValidation(tenantId, next);
  return stands && next.state === 'running' ? { ...PAUSE, wait_seconds: 1 } : OVER;
}
