import { inject } from 'vitest';
import { passwordSignIn } from '#shared/api/password-sign-in.ts';
import type { Role } from '#shared/schema/role.ts';

export type Answer = { status: number; headers: Headers; json: never };

export type Call = {
  method?: string;
  path: string;
  token?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
  raw?: BodyInit;
};

/** One request to the running cell, as any client would send it. The body is parsed where it is JSON. */
export async function call(request: Call): Promise<Answer> {
  const { api } = inject('stack');
  const body = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const answer = await fetch(`${api}${request.path}`, {
    method: request.method ?? 'GET',
    headers: {
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.token ? { authorization: `Bearer ${request.token}` } : {}),
      ...request.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: parse(text) as never };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const tokens = new Map<string, Promise<string>>();

/** The ID token of a demo user, by tenant and role; signed in once per test file. */
export function userToken(tenantId: string, role: Role): Promise<string> {
  const { users, auth } = inject('stack');
  const user = users.find((one) => one.tenant_id === tenantId && one.role === role);
  if (user === undefined) throw new Error(`the stack has no ${role} of ${tenantId}`);
  const known = tokens.get(user.email);
  if (known !== undefined) return known;
  const signing = passwordSignIn(auth, user);
  tokens.set(user.email, signing);
  return signing;
}

export const operatorToken = (): Promise<string> => userToken('platform', 'platform_admin');

/** Creates a source and a token for it, as the tenant's admin. */
export async function newSource(
  tenantId: string,
  name: string,
): Promise<{ sourceId: string; tokenId: string; token: string }> {
  const token = await userToken(tenantId, 'tenant_admin');
  const source = await call({
    method: 'POST',
    path: '/api/v1/sources',
    token,
    body: { name, source_type: 'identity', connector: 'auto' },
  });
  const { source_id } = source.json as { source_id: string };
  const issued = await call({ method: 'POST', path: `/api/v1/sources/${source_id}/tokens`, token, body: {} });
  const { token_id, token: secret } = issued.json as { token_id: string; token: string };
  if (source.status !== 201 || issued.status !== 201)
    throw new Error(`no source: ${JSON.stringify(issued.json)}`);
  return { sourceId: source_id, tokenId: token_id, token: secret };
}

/** Pushes events with a token; the answer is the ingest endpoint's. */
export function push(token: string, events: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return call({ method: 'POST', path: '/v1/ingest/events', token, headers, body: events });
}

/** Asks until the answer is there. The limit only ends a test that would never end; nothing is measured by it. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false>,
  what: string,
): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited a minute for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

let counter = 0;

/** A name that no other test uses. */
export function unique(prefix: string): string {
  counter++;
  return `${prefix}-${Date.now().toString(36)}${counter}${Math.random().toString(36).slice(2, 6)}`;
}
