import type { Operation } from '#shared/api/openapi.ts';

type Row = {
  method: 'get' | 'post' | 'put' | 'options';
  path: string;
  operation: string;
  summary: string;
  status: number;
  answer: string;
  open?: true;
};

const hec = 'Splunk HEC: {"text", "code"}, as Splunk’s own';

/** The ways in that speak a sender's own protocol (functions/receive); `test/unit/ways` holds the list to the real routes. */
const rows: readonly Row[] = [
  ...['', '/event', '/event/1.0'].map(
    (end, index): Row => ({
      method: 'post',
      path: `/services/collector${end}`,
      operation: `hecEvent${index}`,
      summary: 'Splunk HEC: JSON objects one behind the other, with or without separators',
      status: 200,
      answer: hec,
    }),
  ),
  ...['/raw', '/raw/1.0'].map(
    (end, index): Row => ({
      method: 'post',
      path: `/services/collector${end}`,
      operation: `hecRaw${index}`,
      summary: 'Splunk HEC: lines of text',
      status: 200,
      answer: hec,
    }),
  ),
  ...['/health', '/health/1.0'].map(
    (end, index): Row => ({
      method: 'get',
      path: `/services/collector${end}`,
      operation: `hecHealth${index}`,
      summary: 'Splunk HEC: health',
      status: 200,
      answer: hec,
      open: true,
    }),
  ),
  {
    method: 'post',
    path: '/services/collector/ack',
    operation: 'hecAck',
    summary: 'Splunk HEC: which of these ids are safe; all that were answered are',
    status: 200,
    answer: '{"acks": {"0": true}}',
  },
  {
    method: 'post',
    path: '/v1/logs',
    operation: 'otlpLogs',
    summary: 'OTLP/HTTP logs in JSON or protobuf',
    status: 200,
    answer: 'ExportLogsServiceResponse in the encoding of the request',
  },
  ...(['post', 'put'] as const).flatMap((method) =>
    ['/_bulk', '/{index}/_bulk'].map(
      (path, index): Row => ({
        method,
        path,
        operation: `${method}Bulk${index}`,
        summary: 'Elasticsearch bulk: each document of a create or index action is an event',
        status: 200,
        answer: 'One item an action; on overload all of them say 429',
      }),
    ),
  ),
  ...(['post', 'put'] as const).map(
    (method): Row => ({
      method,
      path: '/v1/ingest/raw/{source_id}',
      operation: `${method}RawWebhook`,
      summary: 'Webhook of a source: any body, one event a line, or JSON',
      status: 202,
      answer: '{"accepted", "sidelined", "request_id"}',
    }),
  ),
  {
    method: 'post',
    path: '/v1/ingest/s3/{source_id}',
    operation: 's3Notices',
    summary: 'S3 “Object Created” events from a customer’s EventBridge: the objects are read later',
    status: 202,
    answer: '{"accepted", "ignored", "request_id"}',
  },
  {
    method: 'post',
    path: '/v1/ingest/firehose',
    operation: 'firehose',
    summary: 'Amazon Data Firehose HTTP endpoint',
    status: 200,
    answer: '{"requestId", "timestamp"}',
  },
];

/** Their paths as OpenAPI has them. */
export function wayPaths(): Record<string, Record<string, Operation>> {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { method, path, operation, summary, status, answer, open } of rows) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    paths[path] = {
      ...paths[path],
      [method]: {
        operationId: operation,
        summary,
        tags: ['ingest'],
        security: open ? [] : [{ source: [] }, { user: [] }],
        ...(names.length === 0
          ? {}
          : {
              parameters: names.map((name) => ({
                name,
                in: 'path',
                required: true,
                schema: { type: 'string' },
              })),
            }),
        responses: {
          [status]: { description: answer },
          503: { description: 'Overload or the tenant’s limit: send the same again after Retry-After.' },
          default: { description: 'A refusal in the protocol’s own words.' },
        },
      },
    };
  }
  return paths;
}
