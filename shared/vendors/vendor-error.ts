export const vendorFaults = [
  /** The address may not be called: not https, private, or not resolvable to a public one. */
  'blocked',
  /** No answer: refused, reset, no name, no trust in the certificate. */
  'unreachable',
  'timeout',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  /** The other system is asked too often. */
  'rate_limited',
  /** 5xx. */
  'broken',
  /** 4xx that says that the request is wrong. */
  'refused',
  /** An answer that is not what this system answers. */
  'unreadable',
] as const;
export type VendorFault = (typeof vendorFaults)[number];

/**
 * A call to another system went wrong. The message names system, call and what was answered; it holds no secret, since
 * the client blackens the ones it knows.
 */
export class VendorError extends Error {
  readonly vendor: string;
  readonly fault: VendorFault;
  readonly status: number | null;
  /** Seconds that the other system asked to wait; null where it did not. */
  readonly retryAfter: number | null;
  /** True where the same call may succeed later. */
  readonly passing: boolean;
  /** The refused answer's body, blackened and cut, for the caller to find known words in. */
  readonly body: string;

  constructor(
    vendor: string,
    fault: VendorFault,
    message: string,
    more: { status?: number; retryAfter?: number | null; passing?: boolean; body?: string } = {},
  ) {
    super(message);
    this.name = 'VendorError';
    this.vendor = vendor;
    this.fault = fault;
    this.status = more.status ?? null;
    this.retryAfter = more.retryAfter ?? null;
    this.passing = more.passing ?? false;
    this.body = more.body ?? '';
  }
}
