import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ApiClient, ApiRefusal, apiClient } from '#shared/api/client.ts';
import { passwordSignIn } from '#shared/api/password-sign-in.ts';
import { CliError } from './cli-error.ts';

const userSchema = z.object({
  email: z.string(),
  password: z.string(),
  tenant_id: z.string(),
  role: z.string(),
});
type User = z.infer<typeof userSchema>;

/** What the command needs of `.gatehouse/local.json`, which `npm start` writes. */
const localSchema = z.object({
  api: z.url(),
  users: z.array(userSchema),
  auth: z.object({ endpoint: z.url(), clientId: z.string() }),
});

export type Env = Readonly<Record<string, string | undefined>>;

/** The cell that a command talks to. */
export type Cell = {
  api: string;
  /** An ID token of a demo user. @throws CliError when there is no such user or no local cell. */
  tokenOf(email: string): Promise<string>;
  /** A client that acts as the operator, or as whoever `GATEHOUSE_TOKEN` belongs to. */
  connect(): Promise<ApiClient>;
};

/** A cell elsewhere by `--api` and `GATEHOUSE_TOKEN`, or the one that `npm start` runs here. */
export function findCell(api: string | undefined, env: Env, root: string): Cell {
  if (api !== undefined) return remoteCell(api, env);
  const home = env.GATEHOUSE_HOME ?? join(root, '.gatehouse');
  const local = readLocal(join(home, 'local.json'));
  const tokenOf = async (email: string) => {
    const user = local.users.find((one) => one.email === email);
    if (!user) {
      const known = local.users.map((one) => one.email).join(', ');
      throw new CliError(`There is no user ${email} here: use one of ${known}.`);
    }
    return signIn(local.auth, user);
  };
  return {
    api: local.api,
    tokenOf,
    async connect() {
      const operator = local.users.find((one) => one.role === 'platform_admin');
      if (!operator)
        throw new CliError('The local cell has no platform_admin: run npm run reset, then npm start.');
      return apiClient(local.api, await tokenOf(operator.email));
    },
  };
}

function remoteCell(api: string, env: Env): Cell {
  if (!/^https?:\/\//.test(api))
    throw new CliError(`--api must be an address such as https://gatehouse.example, not "${api}".`);
  return {
    api,
    tokenOf: () =>
      Promise.reject(new CliError('Only users of the local cell have passwords here: leave out --api.')),
    async connect() {
      if (!env.GATEHOUSE_TOKEN)
        throw new CliError('Set GATEHOUSE_TOKEN to an ID token of that cell to use --api.');
      return apiClient(api, env.GATEHOUSE_TOKEN);
    },
  };
}

function readLocal(path: string): z.infer<typeof localSchema> {
  if (!existsSync(path))
    throw new CliError('No local cell is known here: run npm start first, or name one with --api.');
  const parsed = localSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new CliError(`${path} is not as npm start writes it: run npm start again.`);
  return parsed.data;
}

async function signIn(auth: { endpoint: string; clientId: string }, user: User): Promise<string> {
  try {
    return await passwordSignIn(auth, user);
  } catch (error) {
    throw error instanceof ApiRefusal ? new CliError(`${error.message}: run npm start again.`) : error;
  }
}
