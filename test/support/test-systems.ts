import { type Systems, systemsSchema } from '#shared/schema/systems.ts';
import { TransportFault } from '#shared/vendors/transport.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';

/** The operator's shared systems at one address of stand-ins; none of them without an address. */
export function testSystems(base: string | null): Systems {
  const nowhere = 'https://vendors.invalid';
  return systemsSchema.parse({
    graylog: base && { url: `${base}/graylog/api`, secret: 'systems/graylog', pipeline: 'Gatehouse' },
    wazuh: base && { url: `${base}/wazuh`, secret: 'systems/wazuh' },
    opensearch: base && { url: `${base}/opensearch`, secret: 'systems/opensearch' },
    grafana: base && {
      url: `${base}/grafana/api`,
      secret: 'systems/grafana',
      search_url: `${base}/opensearch`,
    },
    microsoft: {
      login: `${base ?? nowhere}/login`,
      management: `${base ?? nowhere}/azure`,
      graph: `${base ?? nowhere}/graph`,
      defender: `${base ?? nowhere}/defender`,
      ingestion: base && `${base}/logs-ingestion`,
      activity: base && `${base}/m365`,
    },
    falcon: base && `${base}/falcon`,
    allowed_hosts: base === null ? [] : [base],
    certificates: [],
  });
}

/** Calls of other systems in tests that have none. */
export function noVendorCalls(now: () => Date): VendorCalls {
  return {
    transport: async () => {
      throw new TransportFault('network', 'no network in unit tests');
    },
    now,
    random: () => 0,
    wait: async () => {},
  };
}
