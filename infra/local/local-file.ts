import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { roleSchema } from '#shared/schema/role.ts';

export const localUserSchema = z.strictObject({
  email: z.email(),
  password: z.string(),
  tenant_id: z.string(),
  role: roleSchema,
});
export type LocalUser = z.infer<typeof localUserSchema>;

/** `.gatehouse/local.json`: what scripts may know about the running local cell. */
export const localFileSchema = z.strictObject({
  /** Address of the web page. */
  web: z.url(),
  /** Base address of the API and of the way in for events. */
  api: z.url(),
  openSearch: z.url(),
  /** Base address of the stand-ins for other people's systems. */
  vendors: z.url(),
  /** An app registration and a subscription that the stand-in for Azure takes: type them into the wizard. */
  azure: z.strictObject({
    azure_tenant_id: z.guid(),
    client_id: z.guid(),
    client_secret: z.string(),
    subscription_id: z.guid(),
  }),
  /** Sources to pull from that the stand-ins of Okta (`/okta`) and a TAXII server (`/taxii/root`, collection `feed`) are. */
  okta: z.strictObject({ token: z.string() }),
  /** CrowdStrike's API client (`/falcon`, whichever cloud is chosen). */
  falcon: z.strictObject({ client_id: z.string(), client_secret: z.string() }),
  taxii: z.strictObject({ username: z.string(), password: z.string() }),
  users: z.array(localUserSchema),
  /** Where AWS clients reach the emulator. */
  aws: z.strictObject({ endpoint: z.url(), region: z.string(), accountId: z.string() }),
  /** Where users sign in: the user pool's client. */
  auth: z.strictObject({ endpoint: z.url(), clientId: z.string(), userPoolId: z.string() }),
  /** Outputs of all stacks, and the names of all tables, streams and buckets, such as `AlertsTableName`. */
  outputs: z.record(z.string(), z.string()),
});
export type LocalFile = z.infer<typeof localFileSchema>;

export const localFilePath = (home: string) => join(home, 'local.json');

/** The facts of the last run, or null when there was none or its file is of another version. */
export function readLocalFile(home: string): LocalFile | null {
  const path = localFilePath(home);
  if (!existsSync(path)) return null;
  try {
    return localFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Readable by its owner only, since it holds passwords; a reader never sees half of it. */
export function writeLocalFile(home: string, facts: LocalFile): void {
  const path = localFilePath(home);
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(localFileSchema.parse(facts), null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, path);
}
