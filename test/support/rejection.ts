import { DomainError } from '#shared/errors.ts';

/** The DomainError that a call ends with; anything else, success too, fails the test. */
export async function rejection(call: Promise<unknown>): Promise<DomainError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('The call succeeded, but a DomainError was expected.');
}
