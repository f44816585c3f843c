import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';
import { residencySchema, tenantSchema } from '#shared/schema/tenant.ts';

/** Whose system a resource lives in. */
export const systemSchema = z.enum([
  'gatehouse',
  'graylog',
  'wazuh',
  'opensearch',
  'grafana',
  'azure',
  'defender',
]);
export type System = z.infer<typeof systemSchema>;

/** What a customer's logs are worked on with, beside Gatehouse itself; none is Gatehouse alone. */
export const platformSchema = z.enum(['sentinel', 'open_source']);

/** Where a customer's Azure is; the application's secret is kept in the secret store and never here. */
export const azureConnectionSchema = z.strictObject({
  azure_tenant_id: z.guid(),
  client_id: z.guid(),
  subscription_id: z.guid(),
  resource_group: z.string().regex(/^[A-Za-z0-9._()-]{1,90}$/),
  workspace_name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/),
  location: z.string().regex(/^[a-z0-9]{2,40}$/),
});

export type AzureConnection = z.infer<typeof azureConnectionSchema>;

/** Everything an onboarding is made from, without a secret: stored with the run and given to every resource. */
export const setupSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  /** True is path A (connect and import), false path B (provision and deploy). */
  existing_soc: z.boolean(),
  organization_name: tenantSchema.shape.organization_name,
  contact_email: tenantSchema.shape.contact_email,
  industry: tenantSchema.shape.industry,
  data_residency: residencySchema,
  retention_days: tenantSchema.shape.retention_days,
  platforms: z.array(platformSchema).max(2),
  sentinel_workspace_id: z.guid().nullable(),
  /** A legacy key was given; it is kept as a secret and can no longer be used (`docs/onboarding.md`). */
  sentinel_shared_key_given: z.boolean(),
  azure: azureConnectionSchema.nullable(),
  defender: z.boolean(),
  /** Which of the five workbooks (`shared/workbooks`) are deployed. */
  workbooks: z.array(z.string()),
  /** The app registration for Defender and Intune, where it is another than Azure's. */
  defender_app: z.strictObject({ azure_tenant_id: z.guid(), client_id: z.guid() }).nullable(),
  /** Entra ID group whose devices get the Defender policies first; null assigns them to nobody. */
  defender_pilot_group: z.guid().nullable(),
  /** Shards and replicas of the customer's Graylog index set. */
  shards: z.number().int().min(1).max(32),
  replicas: z.number().int().min(0).max(3),
});
export type Setup = z.infer<typeof setupSchema>;

/** Who asked for it: a user, or the name of the function for what the system did by itself. */
export const initiatorSchema = z.strictObject({
  id: z.string(),
  email: z.string().nullable(),
  role: z.string(),
});
export type Initiator = z.infer<typeof initiatorSchema>;

/** `refused`: a prerequisite failed, and nothing was created. */
export const runStateSchema = z.enum([
  'running',
  'stopping',
  'stopped',
  'refused',
  'failed',
  'done',
  'undoing',
  'undone',
]);
export type RunState = z.infer<typeof runStateSchema>;

/** Something that is in the way before the first create, and what to do about it. */
export const findingSchema = z.strictObject({
  system: systemSchema,
  check: z.enum(['reachable', 'version', 'plugin', 'rights', 'name', 'setting']),
  ok: z.boolean(),
  /** What was seen. */
  detail: z.string(),
  /** What to do about it; null where nothing is wrong. */
  fix: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

export const runSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  run_id: z.string(),
  kind: z.enum(['onboard', 'repair', 'offboard']),
  state: runStateSchema,
  setup: setupSchema,
  /** The resources it covers, in the order in which they are listed. */
  steps: z.array(z.string()),
  /** Executions so far: 1 for the first, one more for each time it was started again. */
  attempt: z.number().int().min(1),
  started_by: initiatorSchema,
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  request_id: z.string(),
  findings: z.array(findingSchema),
  version: z.number().int().min(1),
});
export type Run = z.infer<typeof runSchema>;

export const stepStateSchema = z.enum([
  'pending',
  'running',
  'done',
  'failed',
  'undone',
  'kept',
  'needs_operator',
]);

/** One line of the journal: what is known of one resource in one run. */
export const stepSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  run_id: z.string(),
  /** The resource. */
  step: z.string(),
  state: stepStateSchema,
  /** Times that it was begun, in this run. */
  attempts: z.number().int().min(0),
  by: initiatorSchema,
  /** Written before the first call of the last attempt, and after its last one. */
  began_at: z.iso.datetime().nullable(),
  ended_at: z.iso.datetime().nullable(),
  /** Nobody else works on it before this: a killed function is taken over after it. */
  leased_until: z.iso.datetime().nullable(),
  /** Not to be tried before this, since the other system asked for time. */
  retry_at: z.iso.datetime().nullable(),
  vendor_ids: z.record(z.string(), z.string()),
  outcome: z.enum(['created', 'adopted', 'changed', 'unchanged']).nullable(),
  /** Why it is where it is, in words that tell what to do. */
  reason: z.string().nullable(),
  version: z.number().int().min(1),
});
export type Step = z.infer<typeof stepSchema>;

/**
 * One thing in one system, and what may be done to it later. `intended`: it was not there, and we were about to make it;
 * whoever finds it after that knows that it is ours.
 */
export const ownedSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  /** The resource that answers for it. */
  step: z.string(),
  /** Unique within the step, such as `group/Linux-acme`. */
  key: z.string(),
  provenance: z.enum(['intended', 'created', 'adopted', 'changed']),
  /** The system's own id; null until it is known. */
  vendor_id: z.string().nullable(),
  /** What it looked like before we changed it, as JSON; null where we made it or left it. Holds no secret. */
  before: z.string().nullable(),
  /** The run that found or made it. */
  run_id: z.string(),
  at: z.iso.datetime(),
});
export type Owned = z.infer<typeof ownedSchema>;

/** A field that is not as it should be; `gone` in `actual` stands for the whole thing. */
export const differenceSchema = z.strictObject({
  object: z.string(),
  field: z.string(),
  expected: z.unknown(),
  actual: z.unknown(),
});
export type Difference = z.infer<typeof differenceSchema>;

/** Where somebody is in the wizard: goes on from any device. Answers hold no secret. */
export const wizardSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  current_step: z.number().int().min(1).max(6),
  done_steps: z.array(z.number().int().min(1).max(6)).max(6),
  answers: z.record(z.string(), z.unknown()),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
  version: z.number().int().min(1),
});
export type Wizard = z.infer<typeof wizardSchema>;

const working: readonly RunState[] = ['running', 'stopping', 'undoing'];

/** Whether something is, or should be, working on the run. A tenant has at most one such run. */
export const atWork = (run: Pick<Run, 'state'>): boolean => working.includes(run.state);
