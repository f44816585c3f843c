import { DomainError } from '#shared/errors.ts';

/**
 * Whether a system of ours could not answer just then, as under load. It says nothing about the customer's run: what met
 * it is tried again, and is neither failed nor refused.
 */
export const isOwnTrouble = (error: unknown): boolean =>
  error instanceof DomainError && (error.code === 'unavailable' || error.code === 'rate_limited');
