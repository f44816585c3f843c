import { DomainError } from '#shared/errors.ts';
import type { Difference } from '#shared/schema/onboarding.ts';
import { NeedsOperator } from '#shared/tenants/provisioning/needs-operator.ts';
import { NotYet } from '#shared/tenants/provisioning/not-yet.ts';
import { VendorError, type VendorFault } from '#shared/vendors/vendor-error.ts';

/** What to do, by what went wrong. */
const advice: Readonly<Record<VendorFault, string>> = {
  blocked: 'Correct the address, or have the operator allow the host (infra/config.ts, allowed_hosts).',
  unreachable: 'Check that the system runs and that this cell may reach it, then retry.',
  timeout: 'The system is slow or overloaded. Check it, then retry.',
  unauthenticated: 'The credentials are not taken (any more): renew the secret, then retry.',
  forbidden: 'The account lacks a right: grant it (docs/onboarding.md lists them), then retry.',
  not_found: 'Something that should be there is gone: look whether somebody deleted it, then retry.',
  conflict: 'Something of the same name is in the way: rename or remove it, then retry.',
  rate_limited: 'The system wants to be asked less often: wait some minutes, then retry.',
  broken: 'The system has a fault of its own: look into its log, then retry.',
  refused: 'The system did not take the request: read what it said, correct the cause, then retry.',
  unreadable: 'The answer is none that this version of the system gives: check the version, then retry.',
};

/** Whether an error tells of the outside, and not of a fault of ours. */
export const isForeseen = (error: unknown): boolean =>
  error instanceof VendorError ||
  error instanceof DomainError ||
  error instanceof NotYet ||
  error instanceof NeedsOperator;

/** Why a step failed, in words that tell what to do; holds no secret and no stack. */
export function reasonOf(error: unknown): string {
  if (error instanceof VendorError) return `${sentence(error.message)} ${advice[error.fault]}`;
  if (error instanceof DomainError || error instanceof NotYet) return sentence(error.message);
  const name = error instanceof Error ? error.name : 'unknown';
  return `Gatehouse itself failed (${name}). The function’s log has the details; retry, and report it if it stays.`;
}

/** What was read back differently after a step. */
export function differsReason(found: readonly Difference[]): string {
  const said = found
    .slice(0, 5)
    .map(({ object, field, expected, actual }) =>
      field === '' ? `${object} is gone` : `${object}: ${field} is ${show(actual)} and not ${show(expected)}`,
    );
  const more = found.length > said.length ? ` and ${found.length - said.length} more` : '';
  return `Read back after the change, ${said.join('; ')}${more}. Look who else changes it, then retry.`;
}

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? 'nothing';

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
