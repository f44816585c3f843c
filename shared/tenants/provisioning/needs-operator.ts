/**
 * Something that only a person can do in the other system (consent, licence, a right that the application lacks). The
 * step waits for them and holds up neither the run nor what does not depend on it.
 */
export class NeedsOperator extends Error {
  /** `message` tells what to do. */
  constructor(message: string) {
    super(message);
    this.name = 'NeedsOperator';
  }
}
