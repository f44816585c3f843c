import type { z } from 'zod';
import type { TenantId } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Role } from '#shared/schema/role.ts';

/** One Lambda serves one domain; each has only its domain's grants. */
export const domains = [
  'tenants',
  'alerts',
  'cases',
  'connectors',
  'content',
  'onboarding',
  'admin',
] as const;
export type Domain = (typeof domains)[number];

/** Who signed in, from the verified token. */
export type Caller = {
  userId: string;
  email: string;
  role: Role;
  /** The tenant in the token; `platform` for a platform_admin. */
  tenantId: TenantId;
};

/** What a public route knows of its request: nothing about a caller. */
export type PublicContext = {
  requestId: string;
  now: Date;
  /** All routes, for those that describe the API. */
  routes: readonly Route[];
};

export type RequestContext = PublicContext & {
  caller: Caller;
  /**
   * The tenant that the request acts for: the caller's own, or the one that a platform_admin named. `platform` on
   * platform-scoped routes. Every port call takes this one and never an id from the body.
   */
  tenantId: TenantId;
  /** A new resource's id: the same again when a request is repeated with its `Idempotency-Key`. */
  newResourceId: string;
};

type Empty = z.ZodObject<Record<never, never>, z.core.$strict>;

export type RouteSpec<
  P extends z.ZodType = Empty,
  Q extends z.ZodType = Empty,
  B extends z.ZodType = Empty,
  A extends z.ZodType = z.ZodType,
  C = RequestContext,
> = {
  /** OpenAPI operationId and audit action. */
  operation: string;
  summary: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI path template, such as `/api/v1/cases/{case_id}`. */
  path: string;
  domain: Domain;
  /**
   * `public`: no token. `self`: about the caller only. `platform`: the operator's own things, platform_admin only.
   * `tenant`: acts for one tenant; a platform_admin must name it with `X-Tenant-ID` (or in the path), everybody else
   * is held to their own.
   */
  scope: 'public' | 'self' | 'platform' | 'tenant';
  /** Roles that may call it; empty for public routes. */
  roles: readonly Role[];
  /** Success status. */
  status: 200 | 201 | 202 | 204;
  /** True for POSTs that would do harm when repeated: they honour `Idempotency-Key`. */
  idempotent?: boolean;
  /**
   * Tenant scope only: the tenant need not exist yet or be in service, since this is how it comes to be. It is the
   * token's tenant, or the one that a platform_admin names.
   */
  createsTenant?: boolean;
  /** Tenant scope only: a platform_admin may also name `platform` itself. */
  platformToo?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  /** The answer is parsed with this before it leaves, so that no field leaks. Absent for 204. */
  answer?: A;
  /** Media type of an answer that is text and not JSON. */
  produces?: string;
  /** Path of what was created, for the `Location` header. */
  location?(answer: z.output<A>, params: z.output<P>): string;
  /** What of the answer may be stored for a repeat of the same `Idempotency-Key`: all of it unless it holds a secret. */
  kept?(answer: z.output<A>): z.output<A>;
  handle(
    ports: Ports,
    context: C,
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
  ): Promise<z.input<A>>;
};

/** A route with its types closed over, as the list and the dispatcher see it. */
export type Route = Omit<
  RouteSpec,
  'params' | 'query' | 'body' | 'answer' | 'handle' | 'location' | 'kept'
> & {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  answer?: z.ZodType;
  location?(answer: unknown, params: unknown): string;
  kept?(answer: unknown): unknown;
  handle(
    ports: Ports,
    context: RequestContext | PublicContext,
    input: { params: unknown; query: unknown; body: unknown },
  ): Promise<unknown>;
};

/** Types the handler from its schemas; the cast is safe because the dispatcher parses with the same schemas. */
export function defineRoute<
  P extends z.ZodType = Empty,
  Q extends z.ZodType = Empty,
  B extends z.ZodType = Empty,
  A extends z.ZodType = z.ZodType,
>(spec: RouteSpec<P, Q, B, A> & { scope: 'self' | 'platform' | 'tenant' }): Route {
  return spec as unknown as Route;
}

/** A route without a token; its handler sees no caller and no tenant. */
export function definePublicRoute<A extends z.ZodType>(
  spec: Omit<RouteSpec<Empty, Empty, Empty, A, PublicContext>, 'scope' | 'roles'>,
): Route {
  return { ...spec, scope: 'public', roles: [] } as unknown as Route;
}
