import type { Ports } from '#shared/ports/ports.ts';

/** What the test of a data source works with. */
export type TestPorts = Pick<
  Ports,
  | 'sources'
  | 'tokens'
  | 'alerts'
  | 'archive'
  | 'search'
  | 'secrets'
  | 'systems'
  | 'vendorCalls'
  | 'pushEvent'
  | 'now'
  | 'newId'
  | 'newSecret'
>;
