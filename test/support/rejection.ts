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

/** The error of that class that a call ends with; anything else, success too, fails the test. */
export async function failureOf<T extends Error>(
  call: Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: a class may take whatever it likes
  kind: abstract new (...args: any[]) => T,
): Promise<T> {
  try {
    await call;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`The call succeeded, but a ${kind.name} was expected.`);
}
