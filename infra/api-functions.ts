import type { FunctionSpec } from './function-spec.ts';

export const request = { kind: 'request' } as const;
/** Idempotency keys and request limits live in one table, and every control-plane function works with both. */
const control = ['PutItem', 'UpdateItem', 'DeleteItem'] as const;
/** API Gateway gives up on an integration after 29 s (REST API default, HTTP API maximum 30 s). */
export const apiTimeout = 29;

/** The control plane: one function for each domain of the API. */
export const apiFunctions: readonly FunctionSpec[] = [
  {
    name: 'api-onboarding',
    impact: 'Customers can’t be onboarded: the wizard and everything under /api/v1/onboarding answer errors.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: {
        provisioning: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        content: ['GetItem', 'Query'],
        tenants: ['GetItem', 'BatchGetItem'],
        sources: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
        audit: ['PutItem', 'Query'],
        control,
      },
      search: true,
      startsRuns: true,
      startsProofs: true,
      secrets: {
        tenants: ['GetSecretValue', 'PutSecretValue', 'CreateSecret'],
        operator: ['GetSecretValue'],
      },
    },
    environment: ['claims', 'residency', 'systems', 'account'],
  },
  {
    name: 'api-tenants',
    impact: 'Tenants can’t be created, read, changed, suspended or deleted.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: {
        tenants: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
        audit: ['PutItem'],
        control,
      },
      buckets: { archive: ['ListBucket', 'GetObject'] },
      search: true,
      startsPurge: true,
    },
    environment: ['claims', 'residency'],
  },
  {
    name: 'api-alerts',
    impact: 'Analysts can neither list nor open nor change alerts.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: {
        alerts: ['GetItem', 'UpdateItem'],
        tenants: ['GetItem'],
        audit: ['PutItem'],
        control,
      },
      search: true,
    },
    environment: ['claims', 'residency'],
  },
  {
    name: 'api-cases',
    impact: 'Analysts can neither list nor open nor change cases.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: {
        cases: ['GetItem', 'Query', 'PutItem', 'ConditionCheckItem'],
        alerts: ['UpdateItem'],
        timeline: ['PutItem', 'Query'],
        tenants: ['GetItem'],
        audit: ['PutItem'],
        control,
      },
      search: true,
    },
    environment: ['claims', 'residency'],
  },
  {
    name: 'api-connectors',
    impact: 'Sources and their tokens can’t be created, listed or revoked; existing tokens go on working.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: {
        sources: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        tenants: ['GetItem'],
        audit: ['PutItem'],
        // A replay looks up what was sent already, and takes the mark of a failure away.
        control: [...control, 'GetItem'],
      },
      // What was kept is adapted in its place, and detection is told.
      streams: { raw: ['PutRecords'], events: ['PutRecords'] },
      buckets: { failures: ['ListBucket', 'GetObject'], archive: ['ListBucket', 'GetObject', 'PutObject'] },
      signatures: 'seal',
      secrets: { tenants: ['DeleteSecret'], operator: [] },
    },
    environment: ['claims', 'residency', 'partitions', 'account'],
  },
  {
    name: 'api-content',
    impact: 'Rules can’t be listed or switched, and coverage and reports do not answer; detection goes on.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: {
        content: ['Query', 'PutItem', 'DeleteItem'],
        sources: ['GetItem', 'Query'],
        alerts: ['Query'],
        cases: ['Query'],
        // The case store asks for the timeline table's name; this function may do nothing with it.
        timeline: [],
        tenants: ['GetItem'],
        audit: ['PutItem'],
        control,
      },
    },
    environment: ['claims', 'residency'],
  },
  {
    name: 'api-admin',
    impact: 'The audit trail, /health, /ready and the API’s description do not answer.',
    trigger: request,
    memoryMb: 512,
    timeoutSeconds: apiTimeout,
    grants: {
      tables: { tenants: ['GetItem'], audit: ['PutItem', 'Query'], control },
      streams: { raw: ['DescribeStreamSummary'] },
      search: true,
    },
    environment: ['claims', 'residency'],
  },
];
