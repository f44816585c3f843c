import { Client } from '@elastic/elasticsearch';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { Logger as SplunkLogger } from 'splunk-logging';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { busyForAWhile, type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import {
  arrivedNumbers,
  numbered,
  oneTo,
  type SenderTenant,
  senderTenant,
} from '../support/numbered-events.ts';

const COUNT = 40;

let proxy: FaultProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

async function through(faults: readonly Fault[]): Promise<string> {
  proxy = await startFaultProxy(inject('stack').api, faults);
  return proxy.url;
}

describe.each([
  ['JSON', JsonExporter],
  ['protobuf', ProtobufExporter],
] as const)('OpenTelemetry’s OTLP/HTTP exporter with %s', (_name, Exporter) => {
  async function send(url: string, { token, marker }: SenderTenant): Promise<void> {
    const exporter = new Exporter({ url: `${url}/v1/logs`, headers: { authorization: `Bearer ${token}` } });
    const processor = new BatchLogRecordProcessor({ exporter, maxExportBatchSize: 10 });
    const provider = new LoggerProvider({ processors: [processor] });
    const logger = provider.getLogger('senders');
    for (const number of oneTo(COUNT)) {
      logger.emit({
        severityNumber: SeverityNumber.INFO,
        body: numbered(marker, number),
        attributes: { number },
      });
    }
    await provider.shutdown();
  }

  test('delivers every event once', async () => {
    const tenant = await senderTenant();
    await send(inject('stack').api, tenant);
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
  });

  test('delivers every event once when the endpoint is busy for a while', async () => {
    const tenant = await senderTenant();
    await send(await through(busyForAWhile), tenant);
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
    expect(proxy?.answered.filter((status) => status !== 200)).toEqual([429, 503, 429]);
  });
});

describe('Elasticsearch’s official client with its bulk helper', () => {
  async function send(url: string, { token, marker }: SenderTenant, retries = 3) {
    const client = new Client({ node: url, auth: { username: 'gatehouse', password: token } });
    const result = await client.helpers.bulk({
      datasource: oneTo(COUNT).map((number) => ({
        '@timestamp': new Date(Date.UTC(2026, 10, 22, 10, 0, number)).toISOString(),
        message: numbered(marker, number),
      })),
      onDocument: () => ({ create: { _index: 'logs-gatehouse' } }),
      flushBytes: 1_500,
      wait: 300,
      retries,
      onDrop: ({ error }) => {
        throw new Error(`dropped: ${JSON.stringify(error)}`);
      },
    });
    await client.close();
    return result;
  }

  test('delivers every event once', async () => {
    const tenant = await senderTenant();
    expect(await send(inject('stack').api, tenant)).toMatchObject({
      total: COUNT,
      successful: COUNT,
      failed: 0,
    });
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
  });

  test('delivers every event once when a gateway before the endpoint answers 503 for a while', async () => {
    const tenant = await senderTenant();
    const busy = { status: 503, headers: { 'x-elastic-product': 'Elasticsearch' } };
    expect(await send(await through([busy, busy]), tenant)).toMatchObject({ successful: COUNT });
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
  });

  test('delivers every event once when the tenant’s limit answers 429 for each item for a while', async () => {
    const tenant = await senderTenant('auto', {
      events_per_second: 20,
      burst_seconds: 1,
      requests_per_second: 50,
    });
    expect(await send(await through([]), tenant, 30)).toMatchObject({ successful: COUNT });
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
  });
});

describe('Splunk’s HEC client', () => {
  /** The client never repeats what an HTTP status refused, and tells its application: docs say to send it again then. */
  async function send(url: string, { token, marker }: SenderTenant): Promise<void> {
    const logger = new SplunkLogger({ token, url, maxBatchCount: 1, maxRetries: 5 });
    const sendOne = (number: number): Promise<void> =>
      new Promise((resolve, reject) => {
        let left = 5;
        const attempt = (): void => {
          const payload = {
            message: numbered(marker, number),
            metadata: { time: Date.UTC(2026, 10, 22, 11, 0, number) / 1000, host: 'vpn-1' },
          };
          logger.send(payload, (error, _response, body) => {
            if (error === null && body?.code === 0) resolve();
            else if (left-- > 0) setTimeout(attempt, 100);
            else reject(error ?? new Error(JSON.stringify(body)));
          });
        };
        attempt();
      });
    logger.error = () => {};
    for (const number of oneTo(COUNT)) await sendOne(number);
  }

  test('delivers every event once', async () => {
    const tenant = await senderTenant();
    await send(inject('stack').api, tenant);
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
  });

  test('delivers every event once when the endpoint is busy for a while', async () => {
    const tenant = await senderTenant();
    const busy = { status: 503, body: '{"text":"Server is busy","code":9}' };
    await send(await through([busy, { ...busy, status: 429 }, busy]), tenant);
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
    expect(proxy?.answered.filter((status) => status !== 200)).toEqual([503, 429, 503]);
  });
});
