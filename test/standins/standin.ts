import { timingSafeEqual } from 'node:crypto';

export type StandinRequest = {
  method: string;
  /** Below the stand-in's prefix, decoded part by part: `/groups/Linux-acme/configuration`. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  text: string;
};

/** A string body goes as text, anything else as JSON; without a body there is none. */
export type StandinAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

export type Credentials = { username: string; password: string };

/**
 * One system of somebody else, as strict as its reference says. It knows nothing of the product: it answers HTTP from
 * its own state.
 */
export type Standin = {
  handle(request: StandinRequest): StandinAnswer;
  /** All that it holds, for tests to compare; secrets are among it. */
  state(): unknown;
  /** Back to what a freshly installed one holds. `settings` are the stand-in's own, such as a version. */
  reset(settings: Readonly<Record<string, unknown>>): void;
};

export const json = (status: number, body?: unknown): StandinAnswer =>
  body === undefined ? { status } : { status, body };

/** The body as JSON, or undefined where it is none. */
export function bodyOf(request: StandinRequest): unknown {
  try {
    return JSON.parse(request.text);
  } catch {
    return undefined;
  }
}

/** An object body, or null. */
export function objectOf(request: StandinRequest): Record<string, unknown> | null {
  const body = bodyOf(request);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : null;
}

/** User and password of HTTP Basic, or null. */
export function basicOf(request: StandinRequest): Credentials | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

export const bearerOf = (request: StandinRequest): string | null =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;

export function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export const isBasic = (request: StandinRequest, wanted: Credentials): boolean => {
  const given = basicOf(request);
  return given !== null && same(given.username, wanted.username) && same(given.password, wanted.password);
};

/** `match('/groups/{id}/configuration', path)` gives `{ id }`, or null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    if (part.startsWith('{')) found[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return found;
}

export type StandinRoute = [
  method: string,
  pattern: string,
  answer: (params: Record<string, string>, request: StandinRequest) => StandinAnswer,
];

/** The first route that fits, or null. */
export function routed(routes: readonly StandinRoute[], request: StandinRequest): StandinAnswer | null {
  for (const [method, pattern, answer] of routes) {
    const params = method === request.method ? match(pattern, request.path) : null;
    if (params !== null) return answer(params, request);
  }
  return null;
}

/** 24 hexadecimal digits, as Mongo's; counted, so that a run is the same each time. */
export function hexId(number: number): string {
  return number.toString(16).padStart(24, '6');
}
