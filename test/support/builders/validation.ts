import { tenantIdSchema } from '#shared/ids.ts';
import type { Source } from '#shared/schema/source.ts';
import {
  type SourceTest,
  sourceTestSchema,
  type Validation,
  validationSchema,
} from '#shared/schema/validation.ts';

/** The last test of a source, which passed. */
export function buildSourceTest(source: Source, given: Partial<SourceTest> = {}): SourceTest {
  return sourceTestSchema.parse({
    tenant_id: source.tenant_id,
    source_id: source.source_id,
    test_id: `test-of-${source.source_id}`,
    mode: 'send',
    state: 'passed',
    started_at: '2026-11-22T08:00:00.000Z',
    deadline_at: '2026-11-22T08:02:00.000Z',
    ended_at: '2026-11-22T08:00:09.000Z',
    stages: [],
    reason: null,
    fix: null,
    probe: null,
    before: null,
    ...given,
  });
}

/** A validation that has ended. */
export function buildValidation(tenantId = 'acme', given: Partial<Validation> = {}): Validation {
  return validationSchema.parse({
    tenant_id: tenantIdSchema.parse(tenantId),
    validation_id: `validation-of-${tenantId}`,
    state: 'passed',
    only: null,
    started_at: '2026-11-22T08:00:00.000Z',
    started_by: 'admin',
    deadline_at: '2026-11-22T08:10:00.000Z',
    ended_at: '2026-11-22T08:01:00.000Z',
    checks: [],
    ...given,
  });
}
