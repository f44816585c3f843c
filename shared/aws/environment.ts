import { z } from 'zod';
import { systemsSchema } from '#shared/schema/systems.ts';
import { residencySchema } from '#shared/schema/tenant.ts';

/**
 * Everything a function may be told by its environment. Each function is given only what its grants cover
 * (`infra/stacks/app.ts`), and asks for it with `readEnvironment`.
 */
const variables = {
  STAGE: z.string(),
  AWS_REGION: z.string(),
  TENANTS_TABLE: z.string(),
  SOURCES_TABLE: z.string(),
  ALERTS_TABLE: z.string(),
  CASES_TABLE: z.string(),
  TIMELINE_TABLE: z.string(),
  AUDIT_TABLE: z.string(),
  WINDOWS_TABLE: z.string(),
  CONTROL_TABLE: z.string(),
  CONTENT_TABLE: z.string(),
  PROVISIONING_TABLE: z.string(),
  RAW_STREAM: z.string(),
  EVENTS_STREAM: z.string(),
  ARCHIVE_BUCKET: z.string(),
  FAILURES_BUCKET: z.string(),
  /** Address of the search cluster with its scheme, such as `https://vpc-….es.amazonaws.com`. */
  OPENSEARCH_URL: z.url(),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string(),
  /** Where the issuer's signing keys are. */
  OIDC_JWKS_URL: z.url(),
  /** Names of the claims that carry role and tenant; Cognito's custom attributes by default. */
  OIDC_ROLE_CLAIM: z.string().default('custom:role'),
  OIDC_TENANT_CLAIM: z.string().default('custom:tenant_id'),
  /** Comma-separated residencies that this cell serves. */
  RESIDENCY: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(residencySchema)),
  /** Buckets that one tenant's events spread over (partition key `tenant#bucket`). */
  PARTITION_BUCKETS: z.coerce.number().int().min(1).max(256),
  PURGE_STATE_MACHINE_ARN: z.string(),
  ONBOARD_STATE_MACHINE_ARN: z.string(),
  OFFBOARD_STATE_MACHINE_ARN: z.string(),
  VALIDATE_STATE_MACHINE_ARN: z.string(),
  /** Where senders push events to, with a slash at its end. */
  INGEST_URL: z.url(),
  /** The key that a tenant's secrets are encrypted with. */
  SECRETS_KEY_ARN: z.string(),
  /** The operator's shared systems, as JSON (`infra/config.ts`). */
  SYSTEMS: z.preprocess((text) => (typeof text === 'string' ? JSON.parse(text) : text), systemsSchema),
  /** The key that seals the secrets of webhooks' signatures. */
  SIGNATURES_KEY_ARN: z.string(),
  /** The cell's own users; empty where an issuer outside of it keeps them. */
  USER_POOL_ID: z.string(),
  /** The account that this cell runs in: customers' roles trust it. */
  CELL_ACCOUNT: z.string(),
  /** The function that reads objects of customers' buckets. */
  READ_OBJECTS_FUNCTION: z.string(),
} as const;

type Variables = typeof variables;

/** @throws Error that names every missing or malformed variable, at cold start rather than in the middle of a batch. */
export function readEnvironment<K extends keyof Variables>(
  source: Readonly<Record<string, string | undefined>>,
  ...names: readonly K[]
): { [N in K]: z.output<Variables[N]> } {
  const picked = Object.fromEntries(names.map((name) => [name, variables[name]])) as Pick<Variables, K>;
  const parsed = z.object(picked).safeParse(source);
  if (!parsed.success) {
    throw new Error(`The function's environment is incomplete: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data as { [N in K]: z.output<Variables[N]> };
}
