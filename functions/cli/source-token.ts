import { z } from 'zod';
import type { ApiClient } from '#shared/api/client.ts';
import { ApiRefusal } from '#shared/api/client.ts';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';

/** The source whose tokens belong to this command alone, so that it may revoke the oldest to make a new one. */
const OWN_SOURCE = 'cli';

const sourcesSchema = z.object({
  items: z.array(z.object({ source_id: z.string(), name: z.string() })),
  next: z.string().nullable(),
});
const createdSchema = z.object({ source_id: z.string() });
const tokensSchema = z.object({
  items: z.array(
    z.object({ token_id: z.string(), created_at: z.string(), revoked_at: z.string().nullable() }),
  ),
});
const tokenSchema = z.object({ token: z.string() });

async function findSource(call: ApiClient, tenant: string, name: string): Promise<string | undefined> {
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const page = sourcesSchema.parse(await call({ method: 'GET', path: `/api/v1/sources${query}`, tenant }));
    const found = page.items.find((one) => one.name === name);
    if (found) return found.source_id;
    cursor = page.next;
  } while (cursor !== null);
  return undefined;
}

async function createSource(call: ApiClient, tenant: string, name: string): Promise<string> {
  const body = { name, source_type: 'identity' };
  return createdSchema.parse(await call({ method: 'POST', path: '/api/v1/sources', tenant, body })).source_id;
}

async function revokeOldest(call: ApiClient, tenant: string, path: string): Promise<void> {
  const { items } = tokensSchema.parse(await call({ method: 'GET', path, tenant }));
  const [oldest] = items
    .filter((one) => one.revoked_at === null)
    .sort((a, b) => a.created_at.localeCompare(b.created_at));
  if (oldest) await call({ method: 'DELETE', path: `${path}/${oldest.token_id}`, tenant });
}

/** A new ingest token of the named source, which is created when it is missing. */
export async function newSourceToken(call: ApiClient, tenant: string, name = OWN_SOURCE): Promise<string> {
  const source = (await findSource(call, tenant, name)) ?? (await createSource(call, tenant, name));
  const path = `/api/v1/sources/${encodeURIComponent(source)}/tokens`;
  const create = async () => tokenSchema.parse(await call({ method: 'POST', path, tenant })).token;
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.code === 'conflict')) throw error;
    if (name !== OWN_SOURCE) throw new CliError(error.message);
    await revokeOldest(call, tenant, path);
    return create();
  }
}

export const sourceToken: Command = {
  name: 'source-token',
  summary: 'Create and print an ingest token; the source is created when it is missing (default: cli)',
  usage: 'gatehouse source-token --tenant ID [--source NAME]',
  options: ['tenant', 'source'],
  required: ['tenant'],
  async run(cell, values, print) {
    print(await newSourceToken(await cell.connect(), values.tenant ?? '', values.source));
  },
};
