import type { VendorHttpOptions } from '#shared/vendors/http.ts';
import type { Transport } from '#shared/vendors/transport.ts';

/** How other people's systems are called; the same for all of them. */
export type VendorCalls = Pick<
  VendorHttpOptions,
  'now' | 'random' | 'wait' | 'timeoutMs' | 'retries' | 'onCall'
> & { transport: Transport };
