import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoProofStore } from '#shared/aws/dynamo-proof-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { ProofStore } from '#shared/ports/proof-store.ts';
import { buildSource } from '../support/builders/source.ts';
import { buildSourceTest, buildValidation } from '../support/builders/validation.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const [acme, globex] = [tenantIdSchema.parse('acme'), tenantIdSchema.parse('globex')];
const NOW = '2026-11-22T10:00:00.000Z';

describe('the store of tests and validations', () => {
  const scratch = scratchTables('provisioning');
  let proofs: ProofStore;
  beforeAll(() => {
    proofs = makeDynamoProofStore(scratch.client, { provisioningTable: scratch.names.provisioning });
  });

  it('keeps the last test of each source for its own tenant', async () => {
    const source = buildSource();
    const test = buildSourceTest(source, { state: 'running' });
    await proofs.beginTest(acme, test);
    expect(await proofs.test(acme, source.source_id)).toEqual(test);
    expect(await proofs.test(globex, source.source_id)).toBeNull();
    expect(await proofs.tests(globex)).toEqual([]);
    expect(await proofs.tests(acme)).toContainEqual(test);
    await expect(proofs.beginTest(globex, test)).rejects.toThrow('handed to a call for another');
  });

  it('writes nothing of a test that a newer one replaced', async () => {
    const source = buildSource();
    const old = buildSourceTest(source, { test_id: 'old' });
    const next = buildSourceTest(source, { test_id: 'new' });
    await proofs.beginTest(acme, old);
    await proofs.beginTest(acme, next);
    expect(await proofs.updateTest(acme, { ...old, reason: 'late' })).toBe(false);
    expect(await proofs.updateTest(acme, { ...next, reason: 'seen' })).toBe(true);
    expect((await proofs.test(acme, source.source_id))?.reason).toBe('seen');
  });

  it('holds one running validation of a tenant, until its time is over', async () => {
    const first = buildValidation('acme', { validation_id: 'v-1', state: 'running', deadline_at: NOW });
    const second = { ...first, validation_id: 'v-2' };
    await proofs.beginValidation(acme, first, '2026-11-22T09:59:00.000Z');
    const early = proofs.beginValidation(acme, second, '2026-11-22T09:59:30.000Z');
    expect((await rejection(early)).code).toBe('conflict');
    await proofs.beginValidation(acme, second, '2026-11-22T10:00:01.000Z');
    expect(await proofs.updateValidation(acme, { ...first, state: 'passed' })).toBe(false);
    expect(await proofs.updateValidation(acme, { ...second, state: 'passed' })).toBe(true);
    await proofs.beginValidation(acme, first, NOW);
    expect(await proofs.validation(globex)).toBeNull();
  });
});
