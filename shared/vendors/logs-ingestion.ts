import { z } from 'zod';
import { pathOf, type VendorHttp } from '#shared/vendors/http.ts';

/** Azure Monitor's Logs Ingestion API of one data collection rule. */
export type LogsIngestionApi = {
  /** Sends events; the body may be 1 MB at the most (service limits of Azure Monitor). */
  send(immutableId: string, stream: string, events: readonly Record<string, unknown>[]): Promise<void>;
};

export function makeLogsIngestionApi(http: VendorHttp): LogsIngestionApi {
  return {
    async send(immutableId, stream, events) {
      await http.call({
        method: 'POST',
        path: `/dataCollectionRules${pathOf(immutableId)}/streams${pathOf(stream)}`,
        query: { 'api-version': '2023-01-01' },
        json: events,
        answer: z.unknown(),
      });
    },
  };
}
