import { AppError } from './app-error.ts';
import { problemOf } from './problem.ts';

export type Page<T> = { items: T[]; next: string | null };

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
};

/** `T` is what the API's own answer schema promises; the API parses every answer before it leaves. */
export type Client = {
  request<T>(path: string, options?: RequestOptions): Promise<T>;
  /** The answer as a file to keep, such as a CSV. */
  download(path: string, query?: Query): Promise<Blob>;
};

export type ClientParts = {
  fetch: typeof fetch;
  /** A token that is valid now, renewed where needed. @throws AppError `session_expired`. */
  token(): Promise<string>;
  /** Called when the API refuses a token: renews it, or ends the session and throws `session_expired`. */
  renew(refused: string): Promise<string>;
  newKey(): string;
};

/** Path with its query; empty and missing values are left out. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** A client acting for `tenant` (null: for the tenant in the token). */
export function createClient(parts: ClientParts, tenant: string | null): Client {
  async function send(path: string, options: RequestOptions, token: string, key: string): Promise<Response> {
    const method = options.method ?? 'GET';
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: 'application/json' };
    if (tenant) headers['x-tenant-id'] = tenant;
    if (method === 'POST') headers['idempotency-key'] = key;
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await parts.fetch(withQuery(path, options.query), {
        method,
        headers,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new AppError(
        'network',
        'The server does not answer. Check the connection; nothing was lost, try again.',
      );
    }
  }

  async function answer(path: string, options: RequestOptions): Promise<Response> {
    const key = parts.newKey();
    const token = await parts.token();
    let response = await send(path, options, token, key);
    if (response.status === 401) response = await send(path, options, await parts.renew(token), key);
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  return {
    async request<T>(path: string, options: RequestOptions = {}): Promise<T> {
      const response = await answer(path, options);
      if (response.status === 204) return undefined as T;
      return (await response.json()) as T;
    },
    download: async (path, query = {}) => (await answer(path, { query })).blob(),
  };
}
