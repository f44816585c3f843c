import type { z } from 'zod';
import { refusalOf } from '#shared/vendors/address-guard.ts';
import { type Transport, type TransportAnswer, TransportFault } from '#shared/vendors/transport.ts';
import { VendorError, type VendorFault } from '#shared/vendors/vendor-error.ts';

/** Milliseconds, and bytes of an answer: ten times what a full page of any list here weighs. */
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 8 * 1024 * 1024;

const DEFAULT_RETRIES: Retries = { attempts: 4, baseMs: 300, longestMs: 8_000 };

export type Retries = {
  attempts: number;
  /** The first pause's ceiling; it doubles each time, with full jitter. */
  baseMs: number;
  /** A longer `Retry-After` is not waited out here: the call fails with it, and the step comes back later. */
  longestMs: number;
};

/** What signs a request in. `renew` is called once after a 401, before the only repetition. */
export type Authorization = {
  headers(): Promise<Readonly<Record<string, string>>>;
  renew(): Promise<void>;
};

export type VendorHttpOptions = {
  /** The system's name, for error texts. */
  vendor: string;
  baseUrl: string;
  transport: Transport;
  allowedHosts: readonly string[];
  authorization: Authorization | null;
  headers?: Readonly<Record<string, string>>;
  /** Blackened wherever an error text might show them. */
  secrets: readonly string[];
  now(): Date;
  random(): number;
  wait(ms: number): Promise<void>;
  timeoutMs?: number;
  retries?: Retries;
  /** Told of every exchange, for counts; never of its contents. */
  onCall?(call: { vendor: string; method: string; path: string; status: number | null }): void;
};

export type VendorCall<T> = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, already encoded (`pathOf`). */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  text?: { type: string; body: string };
  /** Reads the body of a success; JSON where it is some, else the text. */
  answer: z.ZodType<T>;
  /**
   * May be sent again after a fault of which nobody knows whether it took effect. True by itself for everything but
   * POST and PATCH: those are repeated by the resource, after it has looked again. After a 401 such a call fails as
   * passing, with a new token at hand.
   */
  repeatable?: boolean;
  /** For the token call itself. */
  anonymous?: boolean;
};

export type VendorHttp = {
  /** @throws VendorError */
  call<T>(call: VendorCall<T>): Promise<T>;
  /** Like `call`, and null where it is answered with 404. */
  find<T>(call: VendorCall<T>): Promise<T | null>;
  /** Like `call` with the answer's headers, for those that page or poll by them. */
  exchange<T>(
    call: VendorCall<T>,
  ): Promise<{ value: T; status: number; headers: Readonly<Record<string, string>> }>;
};

/** A path whose parts may hold anything: each is encoded. */
export const pathOf = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part)}`).join('');

const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);

export function makeVendorHttp(options: VendorHttpOptions): VendorHttp {
  const retries = options.retries ?? DEFAULT_RETRIES;

  async function exchange<T>(call: VendorCall<T>) {
    const repeatable = call.repeatable ?? (call.method !== 'POST' && call.method !== 'PATCH');
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      let error: VendorError;
      try {
        const answer = await once(options, call);
        return { value: readAnswer(options, call, answer), status: answer.status, headers: answer.headers };
      } catch (caught) {
        if (!(caught instanceof VendorError)) throw caught;
        error = caught;
      }
      if (error.status === 401 && !renewed && options.authorization !== null && call.anonymous !== true) {
        renewed = true;
        await options.authorization.renew();
        if (repeatable) continue;
        throw new VendorError(options.vendor, error.fault, error.message, { status: 401, passing: true });
      }
      if (!error.passing || !repeatable || attempt >= retries.attempts) throw error;
      const asked = error.retryAfter === null ? null : error.retryAfter * 1_000;
      if (asked !== null && asked > retries.longestMs) throw error;
      await options.wait(asked ?? backoff(attempt, retries, options.random));
    }
  }

  return {
    exchange,
    call: async (call) => (await exchange(call)).value,
    async find(call) {
      try {
        return (await exchange(call)).value;
      } catch (error) {
        if (error instanceof VendorError && error.fault === 'not_found') return null;
        throw error;
      }
    },
  };
}

/** Full jitter under a doubling ceiling. */
export function backoff(attempt: number, { baseMs, longestMs }: Retries, random: () => number): number {
  return Math.ceil(random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1)));
}

async function once(options: VendorHttpOptions, call: VendorCall<unknown>): Promise<TransportAnswer> {
  const { vendor } = options;
  const url = addressOf(options.baseUrl, call);
  const refusal = refusalOf(url, options.allowedHosts);
  if (refusal !== null) {
    throw new VendorError(vendor, 'blocked', `${vendor} at ${url.host} is not called: ${refusal}.`);
  }
  const signed = call.anonymous === true ? {} : await options.authorization?.headers();
  const { body, type } = bodyOf(call);
  const headers = {
    accept: 'application/json',
    'user-agent': 'gatehouse',
    ...(type === null ? {} : { 'content-type': type }),
    ...options.headers,
    ...signed,
    ...call.headers,
  };
  const tell = (status: number | null) =>
    options.onCall?.({ vendor, method: call.method, path: call.path, status });
  try {
    const answer = await options.transport({
      method: call.method,
      url,
      headers,
      body,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    tell(answer.status);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusedBy(options, call, answer);
  } catch (error) {
    if (!(error instanceof TransportFault)) throw error;
    tell(null);
    throw transportError(options, call, error);
  }
}

function addressOf(baseUrl: string, { path, query }: VendorCall<unknown>): URL {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function bodyOf({ json, form, text }: VendorCall<unknown>): { body: string | null; type: string | null } {
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  if (form !== undefined) {
    return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  }
  return text === undefined ? { body: null, type: null } : { body: text.body, type: text.type };
}

function readAnswer<T>(options: VendorHttpOptions, call: VendorCall<T>, answer: TransportAnswer): T {
  const parsed = call.answer.safeParse(parseBody(answer.body));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(all)').join(', ');
  const what = `${options.vendor} answered ${call.method} ${call.path} with ${answer.status} and an unexpected body`;
  throw new VendorError(options.vendor, 'unreadable', `${what} (${fields}).`, { status: answer.status });
}

function parseBody(body: string): unknown {
  if (body === '') return null;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const faults: Readonly<Record<number, VendorFault>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'conflict',
  429: 'rate_limited',
};

function refusedBy(
  options: VendorHttpOptions,
  call: VendorCall<unknown>,
  answer: TransportAnswer,
): VendorError {
  const { status } = answer;
  const fault = faults[status] ?? (status >= 500 ? 'broken' : 'refused');
  const body = blacken(answer.body, options.secrets).slice(0, 2_000);
  const said = body.replace(/\s+/g, ' ').slice(0, 300);
  const message = `${options.vendor} answered ${call.method} ${call.path} with ${status}${said === '' ? '' : `: ${said}`}`;
  return new VendorError(options.vendor, fault, message, {
    status,
    body,
    passing: passingStatuses.has(status),
    retryAfter: pauseOf(answer.headers, options.now()),
  });
}

function transportError(
  options: VendorHttpOptions,
  call: VendorCall<unknown>,
  error: TransportFault,
): VendorError {
  const { vendor, secrets } = options;
  const what = `${vendor}: ${call.method} ${call.path}: ${blacken(error.message, secrets)}`;
  if (error.kind === 'blocked') return new VendorError(vendor, 'blocked', what);
  if (error.kind === 'too_large') return new VendorError(vendor, 'unreadable', what);
  const fault = error.kind === 'timeout' ? 'timeout' : 'unreachable';
  return new VendorError(vendor, fault, what, { passing: true });
}

/** Seconds to wait: `Retry-After` (CrowdStrike has its own), or for want of it until the allowance is filled up again. */
function pauseOf(headers: Readonly<Record<string, string>>, now: Date): number | null {
  return (
    retryAfterOf(headers['retry-after'], now) ??
    untilUnix(headers['x-ratelimit-retryafter'], now) ??
    allowanceOf(headers, now)?.resetSeconds ??
    null
  );
}

/** Unix times are above this, seconds to wait below. */
const UNIX_SECONDS = 1_000_000_000;

/** Seconds to wait, of a header that gives them or the Unix time of their end. */
function untilUnix(text: string | undefined, now: Date): number | null {
  if (text === undefined || !/^\d{1,12}$/.test(text)) return null;
  const seconds = Number(text);
  return seconds > UNIX_SECONDS ? Math.max(0, Math.ceil(seconds - now.getTime() / 1_000)) : seconds;
}

/** What a system says is left of our allowance, and the seconds until it is full again; null where it does not say. */
export function allowanceOf(
  headers: Readonly<Record<string, string>>,
  now: Date,
): { remaining: number | null; resetSeconds: number } | null {
  const resetSeconds = untilUnix(headers['x-rate-limit-reset'] ?? headers['x-ratelimit-reset'], now);
  if (resetSeconds === null) return null;
  const left = headers['x-rate-limit-remaining'] ?? headers['x-ratelimit-remaining'];
  return {
    remaining: left !== undefined && /^\d{1,12}$/.test(left) ? Number(left) : null,
    resetSeconds,
  };
}

/** Seconds from now that a `Retry-After` (seconds or HTTP date) asks for; null without a usable one. */
export function retryAfterOf(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}

/** Secrets shorter than this are no secrets, and would blacken ordinary words. */
const SHORTEST_SECRET = 6;

function blacken(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) clean = clean.replaceAll(secret, '•••');
  }
  return clean;
}
