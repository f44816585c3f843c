import type { FunctionSpec, Grants } from './function-spec.ts';

/** What a function does that sends on to customers' Azure: where to and how it stands, and the app registration's secret. */
const sendsOn = {
  tables: { content: ['GetItem', 'UpdateItem'] },
  secrets: { tenants: ['GetSecretValue'], operator: [] },
} as const satisfies Grants;

/** Sending on to customers' Sentinel. */
export const forwardFunctions: readonly FunctionSpec[] = [
  {
    name: 'forward-events',
    impact:
      'Events do not reach the customers’ Microsoft Sentinel: their workbooks and rules there fall behind.',
    trigger: { kind: 'kinesis', stream: 'events', batch: 100 },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: { ...sendsOn, buckets: { failures: ['PutObject'] } },
    environment: ['systems'],
  },
  {
    name: 'forward-alerts',
    impact: 'New and changed alerts do not reach the customers’ Microsoft Sentinel.',
    // Besides triage: two readers are all that one shard of a table's stream serves well (DynamoDB Streams).
    trigger: { kind: 'table', table: 'alerts', batch: 100 },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: { ...sendsOn, buckets: { failures: ['PutObject'] } },
    environment: ['systems'],
  },
  {
    name: 'drain-forwarding',
    impact: 'What could not be sent to customers’ Sentinel stays held, until the failure bucket forgets it.',
    trigger: { kind: 'interval', minutes: 5 },
    memoryMb: 1024,
    timeoutSeconds: 240,
    grants: {
      ...sendsOn,
      // The tenant store asks for the audit table's name; this function may do nothing with it.
      tables: { ...sendsOn.tables, tenants: ['Query'], audit: [] },
      buckets: { failures: ['ListBucket', 'GetObject', 'PutObject', 'DeleteObject'] },
    },
    environment: ['systems'],
  },
];
