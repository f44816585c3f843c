import { apiFunctions, apiTimeout, request } from './api-functions.ts';
import { forwardFunctions } from './forward-functions.ts';
import type { FunctionSpec, Grants } from './function-spec.ts';

/** What a function does that hands events over: allowance, audit, stream, and the failure bucket with its counts. */
const takenEvents = {
  tables: {
    tenants: ['GetItem'],
    control: ['UpdateItem', 'PutItem'],
    audit: ['PutItem'],
    sources: ['UpdateItem'],
  },
  streams: { raw: ['PutRecords'] },
  buckets: { failures: ['PutObject'] },
} as const satisfies Grants;

export const functionSpecs: readonly FunctionSpec[] = [
  {
    name: 'authorize-source',
    impact: 'No event source and no user can push events: every request to the way in for events is refused.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: 10,
    grants: { tables: { sources: ['GetItem'] } },
    environment: ['identity', 'claims'],
  },
  {
    name: 'ingest',
    impact: 'Events that sources push are answered with 503 and stay with the sender until it tries again.',
    trigger: request,
    memoryMb: 1024,
    timeoutSeconds: apiTimeout,
    grants: takenEvents,
    environment: ['partitions'],
  },
  {
    name: 'receive',
    impact:
      'Senders that speak Splunk HEC, OTLP, Elasticsearch bulk, webhooks or Firehose are told to try again later.',
    trigger: request,
    memoryMb: 1024,
    timeoutSeconds: apiTimeout,
    grants: {
      ...takenEvents,
      tables: { ...takenEvents.tables, sources: ['GetItem', 'UpdateItem'] },
      signatures: 'open',
      asksForObjects: true,
    },
    environment: ['identity', 'claims', 'partitions'],
  },
  {
    name: 'read-objects',
    impact:
      'New objects in customers’ S3 buckets (CloudTrail and the like) are not read; their notices are kept.',
    trigger: { kind: 'async' },
    // An object of 100 MB unzipped is held as bytes, as text and as events.
    memoryMb: 2048,
    timeoutSeconds: 600,
    grants: { ...takenEvents, takesReaderRoles: true },
    environment: ['partitions'],
  },
  {
    name: 'normalize',
    impact: 'Accepted events wait in the raw stream: nothing is detected or archived until it works again.',
    trigger: { kind: 'kinesis', stream: 'raw', batch: 100 },
    memoryMb: 1024,
    timeoutSeconds: 120,
    grants: {
      tables: { sources: ['GetItem', 'UpdateItem'], control: ['PutItem'] },
      streams: { events: ['PutRecords'] },
      buckets: { archive: ['PutObject'], failures: ['PutObject'] },
    },
    environment: ['partitions'],
  },
  {
    name: 'detect',
    impact: 'No new alerts are raised for any tenant; events wait in the events stream.',
    trigger: { kind: 'kinesis', stream: 'events', batch: 100 },
    memoryMb: 1024,
    timeoutSeconds: 120,
    grants: {
      tables: {
        windows: ['BatchGetItem', 'PutItem'],
        alerts: ['UpdateItem'],
        content: ['Query', 'GetItem', 'BatchGetItem'],
        // The content store asks for the audit table's name; this function may do nothing with it.
        audit: [],
      },
      buckets: { failures: ['PutObject'] },
    },
  },
  {
    name: 'archive',
    impact: 'Events are detected but not kept: the archive and the counts of the sources fall behind.',
    trigger: { kind: 'kinesis', stream: 'events', batch: 100 },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: {
      tables: {
        sources: ['Query', 'UpdateItem'],
        control: ['BatchGetItem', 'PutItem'],
        content: ['UpdateItem'],
        tenants: ['GetItem'],
        // The stores ask for the audit table's name; this function may do nothing with it.
        audit: [],
      },
      buckets: { archive: ['PutObject'], failures: ['PutObject'] },
    },
  },
  {
    name: 'triage',
    impact: 'Alerts are stored but open no case and do not appear in the console’s lists.',
    trigger: { kind: 'table', table: 'alerts', batch: 100 },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: {
      tables: {
        alerts: ['UpdateItem'],
        cases: ['PutItem'],
        timeline: ['PutItem'],
        audit: ['PutItem'],
      },
      search: true,
    },
  },
  {
    name: 'index-cases',
    impact: 'Changes of cases do not appear in searches and filters; opened directly, a case is right.',
    trigger: { kind: 'table', table: 'cases', batch: 100 },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: { search: true },
  },
  {
    name: 'poll-sources',
    impact:
      'Nothing is fetched from pulled sources (Okta, Microsoft Graph, Sentinel, threat feeds); they are read on from where they were.',
    trigger: { kind: 'interval', minutes: 1 },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: {
      ...takenEvents,
      tables: {
        ...takenEvents.tables,
        tenants: ['GetItem', 'Query'],
        sources: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        content: ['GetItem', 'PutItem', 'UpdateItem'],
      },
      secrets: { tenants: ['GetSecretValue'], operator: [] },
    },
    environment: ['partitions', 'systems'],
  },
  {
    name: 'retention',
    impact:
      'Data older than a tenant’s retention stays: storage costs grow and the promise to the tenant is broken.',
    trigger: { kind: 'schedule', hourUtc: 2 },
    memoryMb: 512,
    timeoutSeconds: 900,
    grants: {
      // The tenant store asks for the audit table's name; this function may do nothing with it.
      tables: { tenants: ['Query'], audit: [] },
      buckets: { archive: ['ListBucket', 'DeleteObject'] },
      search: true,
    },
  },
  {
    name: 'rebuild-index',
    impact: 'A lost or wrong search index is not filled again: lists and searches stay incomplete.',
    trigger: { kind: 'operator' },
    memoryMb: 512,
    timeoutSeconds: 900,
    grants: {
      // The stores ask for the names of the timeline and audit tables; this function may do nothing with them.
      tables: {
        tenants: ['GetItem', 'Query'],
        alerts: ['Query'],
        cases: ['Query'],
        timeline: [],
        audit: [],
      },
      search: true,
    },
  },
  {
    name: 'purge-tenant',
    impact: 'A deleted tenant’s data is not removed; the tenant stays in status “purging”.',
    trigger: { kind: 'workflow' },
    memoryMb: 512,
    timeoutSeconds: 900,
    grants: {
      tables: {
        tenants: ['GetItem', 'PutItem'],
        sources: ['Query', 'BatchWriteItem'],
        alerts: ['Query', 'BatchWriteItem'],
        cases: ['Query', 'BatchWriteItem'],
        timeline: ['Query', 'BatchWriteItem'],
        audit: ['PutItem'],
        content: ['Query', 'BatchWriteItem'],
      },
      buckets: { archive: ['ListBucket', 'DeleteObject'], failures: ['ListBucket', 'DeleteObject'] },
      search: true,
    },
  },
  {
    name: 'provision-step',
    impact: 'Customers are neither onboarded nor off-boarded: runs stop where they are and wait for a retry.',
    trigger: { kind: 'workflow' },
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: {
      tables: {
        provisioning: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        tenants: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
        sources: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
        content: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
        audit: ['PutItem'],
      },
      search: true,
      secrets: {
        tenants: ['GetSecretValue', 'PutSecretValue', 'CreateSecret', 'DeleteSecret'],
        operator: ['GetSecretValue'],
      },
    },
    environment: ['residency', 'systems'],
  },
  {
    name: 'heal-sources',
    impact:
      'Paused sources, stopped streams and lost groups stay as they are until somebody puts them right.',
    trigger: { kind: 'interval', minutes: 5 },
    memoryMb: 512,
    timeoutSeconds: 240,
    grants: {
      tables: {
        provisioning: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
        tenants: ['GetItem', 'Query'],
        sources: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
        cases: ['PutItem'],
        timeline: ['PutItem'],
        audit: ['PutItem'],
        // The case store asks for the alerts table's name; this function may do nothing with it.
        alerts: [],
      },
      secrets: { tenants: ['GetSecretValue'], operator: ['GetSecretValue'] },
    },
    environment: ['systems'],
  },
  {
    name: 'check-drift',
    impact: 'Nobody notices that something of a customer is missing or changed in another system.',
    trigger: { kind: 'schedule', hourUtc: 3 },
    memoryMb: 512,
    timeoutSeconds: 900,
    grants: {
      tables: {
        provisioning: ['GetItem', 'Query', 'PutItem'],
        tenants: ['GetItem', 'Query'],
        sources: ['GetItem', 'Query'],
        content: ['GetItem', 'Query'],
        // The stores ask for the audit table's name; this function may do nothing with it.
        audit: [],
      },
      search: true,
      secrets: { tenants: ['GetSecretValue'], operator: ['GetSecretValue'] },
    },
    environment: ['residency', 'systems'],
  },
  {
    name: 'validate-step',
    impact:
      'Tests of data sources and validations of customers stand still and fail when their time is over.',
    trigger: { kind: 'workflow' },
    memoryMb: 512,
    timeoutSeconds: 60,
    grants: {
      tables: {
        provisioning: ['GetItem', 'Query', 'PutItem'],
        tenants: ['GetItem', 'BatchGetItem'],
        sources: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
        alerts: ['GetItem', 'DeleteItem'],
        content: ['GetItem', 'Query'],
        audit: ['PutItem'],
      },
      buckets: { archive: ['ListBucket', 'GetObject', 'DeleteObject'] },
      search: true,
      startsPurge: true,
      startsRuns: true,
      pushesEvents: true,
      readsUsers: true,
      secrets: { tenants: ['GetSecretValue'], operator: ['GetSecretValue'] },
    },
    environment: ['residency', 'systems', 'partitions'],
  },
  ...forwardFunctions,
  ...apiFunctions,
];
