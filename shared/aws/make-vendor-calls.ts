import type { Systems } from '#shared/schema/systems.ts';
import { sleep } from '#shared/sleep.ts';
import { makeTransport } from '#shared/vendors/transport.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';

/** Real calls of other people's systems. */
export function makeVendorCalls(systems: Systems): VendorCalls {
  const { allowed_hosts: allowedHosts, certificates } = systems;
  return {
    transport: makeTransport({ allowedHosts, certificates }),
    now: () => new Date(),
    random: Math.random,
    wait: sleep,
  };
}
