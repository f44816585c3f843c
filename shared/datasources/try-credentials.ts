import { z } from 'zod';
import { credentialChecks } from '#shared/datasources/credential-checks.ts';
import { ended, markStage } from '#shared/datasources/stages.ts';
import type { TestPorts } from '#shared/datasources/test-ports.ts';
import { DomainError } from '#shared/errors.ts';
import { sourceSecretName } from '#shared/schema/poll.ts';
import type { Source } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import { VendorError, type VendorFault } from '#shared/vendors/vendor-error.ts';

const secretSchema = z.record(z.string(), z.string());

/** Signs in at the vendor with what the source was connected with, and asks for one thing that its poller will ask for. */
export async function tryCredentials(
  ports: TestPorts,
  source: Source,
  test: SourceTest,
): Promise<SourceTest> {
  const at = (): string => ports.now().toISOString();
  const fail = (reason: string, fix: string): SourceTest =>
    ended(markStage(test, 'credentials', 'failed', at(), reason), ports.now(), reason, fix);
  const check = credentialChecks[source.template_id ?? ''];
  if (check === undefined) {
    return fail('This source has nothing to sign in with.', 'Connect it again by its template.');
  }
  const kept = await ports.secrets.get(source.tenant_id, sourceSecretName(source.source_id));
  const secret = kept === null ? {} : secretSchema.parse(JSON.parse(kept));
  try {
    const detail = await check({
      setting: (name) => settingOf({ ...source.form, ...secret }, name),
      optional: (name) => ({ ...source.form, ...secret })[name]?.toString() ?? null,
      secrets: Object.values(secret),
      systems: ports.systems,
      calls: ports.vendorCalls,
    });
    return { ...markStage(test, 'credentials', 'done', at(), detail), state: 'passed', ended_at: at() };
  } catch (error) {
    if (error instanceof VendorError) return fail(error.message, fixes[error.fault]);
    if (error instanceof DomainError)
      return fail(error.message, 'Connect the source again with all its settings.');
    throw error;
  }
}

function settingOf(all: Readonly<Record<string, unknown>>, name: string): string {
  const value = all[name];
  if (value === undefined) throw new DomainError('invalid_request', `The setting ${name} is missing.`);
  return String(value);
}

const fixes: Readonly<Record<VendorFault, string>> = {
  blocked: 'Enter the vendor’s public address; private ones are not called.',
  unreachable: 'Check the address, and that it can be reached from the internet.',
  timeout: 'Try again later; the vendor did not answer in time.',
  unauthenticated: 'Enter the id and the secret again; make a new secret if the old one has lapsed.',
  forbidden: 'Give the account the permissions that the instructions name, and consent to them.',
  not_found: 'Check the address and the ids that were entered.',
  conflict: 'Try again in a minute.',
  rate_limited: 'Try again in a few minutes; the vendor limits calls.',
  broken: 'Try again later; see the vendor’s status page.',
  refused: 'Check the settings against the instructions.',
  unreadable: 'Check the address: something else than this vendor answers there.',
};
