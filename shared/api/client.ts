import { problemSchema } from '#shared/schema/problem.ts';

/** The API said no: status, code and its own sentence. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = 'ApiRefusal';
    this.status = status;
    this.code = code;
  }
}

export type ApiRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's base address, such as `/api/v1/tenants`. */
  path: string;
  /** The tenant to act for; a platform_admin must name one on a tenant's routes. */
  tenant?: string | undefined;
  body?: unknown;
  idempotencyKey?: string;
};

export type ApiClient = (request: ApiRequest) => Promise<unknown>;

/**
 * Calls the API as the bearer of `token`. Gives the parsed answer (undefined for 204).
 * @throws ApiRefusal for every answer that is not a success.
 */
export function apiClient(base: string, token: string, http: typeof fetch = fetch): ApiClient {
  return async ({ method, path, tenant, body, idempotencyKey }) => {
    const answer = await http(new URL(path, base), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(tenant === undefined ? {} : { 'x-tenant-id': tenant }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const value = parse(text);
    if (answer.ok) return value;
    const problem = problemSchema.safeParse(value);
    if (problem.success) throw new ApiRefusal(answer.status, problem.data.code, problem.data.detail);
    throw new ApiRefusal(answer.status, 'unknown', `${method} ${path} was answered with ${answer.status}.`);
  };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
