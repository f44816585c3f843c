import { z } from 'zod';
import { definePublicRoute } from '#shared/api/route.ts';
import { runChecks } from '#shared/api/run-checks.ts';
import { DomainError } from '#shared/errors.ts';

/** A dependency that takes longer is no use to a request either. */
const TIMEOUT_MS = 2_000;

export const getReady = definePublicRoute({
  operation: 'getReady',
  summary: 'Tell whether everything that the API depends on answers',
  method: 'GET',
  path: '/ready',
  domain: 'admin',
  status: 200,
  answer: z.object({ status: z.literal('ready'), checks: z.record(z.string(), z.string()) }),
  async handle(ports) {
    const checks = await runChecks(ports.checks, TIMEOUT_MS);
    const failed = Object.keys(checks).filter((name) => checks[name] !== 'ok');
    if (failed.length > 0) {
      throw new DomainError('unavailable', `These do not answer: ${failed.join(', ')}.`, { checks });
    }
    return { status: 'ready' as const, checks };
  },
});
