import type { ApiRequest } from '#shared/api/request.ts';
import type { Route } from '#shared/api/route.ts';
import { DomainError } from '#shared/errors.ts';

/** Methods that the path knows, sorted; empty for a path that nothing answers. */
export function methodsOf(routes: readonly Route[], path: string): string[] {
  const segments = path.split('/');
  const methods = routes
    .filter((route) => matches(route.path.split('/'), segments))
    .map((route) => route.method);
  return [...new Set(methods)].sort();
}

export function unknownRoute(request: ApiRequest): DomainError {
  return new DomainError(
    'not_found',
    `There is no ${request.method} ${request.path}. See /docs for what there is.`,
  );
}

function matches(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i]));
}
