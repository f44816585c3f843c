import { z } from 'zod';
import type { ApiRequest } from '#shared/api/request.ts';
import type { Route } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';

const nothing = z.strictObject({});

export type Input = { params: unknown; query: unknown; body: unknown };

/**
 * Path, query and body, each parsed with the route's schema. On a tenant's routes `tenant_id` in query and body was held
 * against the token before (`tenancy.ts`) and is dropped here.
 * @throws DomainError `invalid_request` that lists every wrong field with its place.
 */
export function parseInput(route: Route, request: ApiRequest, body: unknown): Input {
  const issues: { in: string; path: string; message: string }[] = [];
  const parse = (place: string, schema: z.ZodType, value: unknown): unknown => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      issues.push({ in: place, path: issue.path.join('.'), message: issue.message });
    }
    return undefined;
  };
  const held = route.scope === 'tenant' ? withoutTenant : (value: unknown) => value;
  const input = {
    params: parse('path', route.params ?? nothing, request.pathParams),
    query: parse('query', route.query ?? nothing, held(request.query)),
    body: parse('body', route.body ?? nothing, held(body)),
  };
  if (issues.length > 0) {
    const said = issues.map(
      (issue) => `${issue.in}${issue.path === '' ? '' : ` ${issue.path}`}: ${issue.message}`,
    );
    throw new DomainError('invalid_request', said.join('; '), { issues });
  }
  return input;
}

function withoutTenant(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { tenant_id: _, ...rest } = value as Record<string, unknown>;
  return rest;
}
