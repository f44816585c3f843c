import { auditOf } from '#shared/api/audit.ts';
import { decodeBody } from '#shared/api/body.ts';
import { callerOf } from '#shared/api/caller.ts';
import { idempotencyKeyOf, onceOnly } from '#shared/api/idempotency.ts';
import { parseInput } from '#shared/api/input.ts';
import { problemOf } from '#shared/api/problem.ts';
import type { ApiRequest, ApiResponse, RequestReport } from '#shared/api/request.ts';
import { respond, respondWithProblem } from '#shared/api/respond.ts';
import type { Caller, RequestContext, Route } from '#shared/api/route.ts';
import { resolveTenancy, type Tenancy } from '#shared/api/tenancy.ts';
import { methodsOf, unknownRoute } from '#shared/api/unknown-route.ts';
import { DomainError } from '#shared/errors.ts';
import { PLATFORM_TENANT, uuidV5 } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';

type Seen = {
  route: Route | null;
  caller: Caller | null;
  tenancy: Tenancy | null;
  error: RequestReport['error'];
};

/**
 * Answers one request: who calls, may they, for which tenant, not too often, with what, once. Never throws: every
 * error becomes a problem, and `report` gets one line per request.
 */
export async function dispatch(
  routes: readonly Route[],
  ports: Ports,
  request: ApiRequest,
  report: (line: RequestReport) => void,
): Promise<ApiResponse> {
  const seen: Seen = { route: null, caller: null, tenancy: null, error: null };
  let response: ApiResponse;
  let code: string | null = null;
  try {
    response = await answer(routes, ports, request, seen);
  } catch (error) {
    const problem = problemOf(error, request.requestId);
    code = problem.code;
    if (!(error instanceof DomainError)) seen.error = nameOf(error);
    response = respondWithProblem(problem);
  }
  report({
    operation: seen.route?.operation ?? null,
    method: request.method,
    status: response.status,
    request_id: request.requestId,
    tenant_id: seen.tenancy?.tenantId ?? null,
    user_id: seen.caller?.userId ?? null,
    code,
    error: seen.error,
  });
  return response;
}

async function answer(
  routes: readonly Route[],
  ports: Ports,
  request: ApiRequest,
  seen: Seen,
): Promise<ApiResponse> {
  const route = routes.find((one) => one.method === request.method && one.path === request.routePath);
  if (route === undefined) {
    const allowed = methodsOf(routes, request.path);
    if (allowed.length === 0) throw unknownRoute(request);
    return respondWithProblem(notAllowed(request, allowed), { allow: allowed.join(', ') });
  }
  seen.route = route;
  const now = ports.now();
  if (route.scope === 'public') {
    const nothing = { params: {}, query: {}, body: {} };
    const result = await route.handle(ports, { requestId: request.requestId, now, routes }, nothing);
    return respond(route, { status: route.status, body: parseAnswer(route, result), replayed: false }, {});
  }
  const caller = callerOf(request.claims);
  seen.caller = caller;
  if (!route.roles.includes(caller.role)) {
    throw new DomainError('forbidden', `The role ${caller.role} may not call ${route.operation}.`);
  }
  const body = decodeBody(request);
  const tenancy = await resolveTenancy(route, ports.tenants, caller, request, body);
  seen.tenancy = tenancy;
  await takeAllowance(ports, tenancy, now);
  const input = parseInput(route, request, body);
  const key = idempotencyKeyOf(route, request, caller.userId);
  const context: RequestContext = {
    caller,
    tenantId: tenancy.tenantId,
    requestId: request.requestId,
    now,
    routes,
    newResourceId: key === null ? ports.newId() : uuidV5('resource', tenancy.tenantId, key),
  };
  await auditActing(ports, route, context);
  const answered = await onceOnly(ports.idempotency, key, request, route, context, async () =>
    parseAnswer(route, await route.handle(ports, context, input)),
  );
  if (answered.unkept !== undefined) seen.error = nameOf(answered.unkept);
  return respond(route, answered, input.params);
}

function nameOf(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'unknown', message: '' };
}

function parseAnswer(route: Route, result: unknown): unknown {
  return route.answer === undefined ? undefined : route.answer.parse(result);
}

async function takeAllowance(ports: Ports, { payer }: Tenancy, now: Date): Promise<void> {
  const limit = { perSecond: payer.limits.requests_per_second, burstSeconds: payer.limits.burst_seconds };
  const decision = await ports.limiter.take(payer.tenantId, 'requests', 1, limit, now);
  if (decision.allowed) return;
  throw new DomainError(
    'rate_limited',
    `The limit is ${limit.perSecond} requests a second. Try again in ${decision.retryAfterSeconds} s.`,
    { retry_after_seconds: decision.retryAfterSeconds },
  );
}

/** An operator who looks into a tenant leaves a trace there; a change leaves its own, with the operator's role. */
async function auditActing(ports: Ports, route: Route, context: RequestContext): Promise<void> {
  const acting = context.caller.role === 'platform_admin' && context.tenantId !== PLATFORM_TENANT;
  if (!acting || route.method !== 'GET') return;
  const record = auditOf(context, ports.newId(), {
    action: 'actForTenant',
    target: `tenant/${context.tenantId}`,
    before: null,
    after: { operation: route.operation },
  });
  await ports.audit.append(context.tenantId, record);
}

function notAllowed(request: ApiRequest, allowed: readonly string[]) {
  return {
    type: 'about:blank',
    title: 'Method not allowed',
    status: 405,
    detail: `${request.path} takes ${allowed.join(', ')}.`,
    code: 'method_not_allowed',
    request_id: request.requestId,
  };
}
