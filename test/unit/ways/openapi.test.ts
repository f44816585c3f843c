import { expect, test } from 'vitest';
import { wayPaths } from '#shared/api/openapi-ways.ts';
import { elasticSetup } from '#shared/ways/elastic-setup.ts';
import { ways } from '#shared/ways/ways.ts';

test('OpenAPI names every way that takes events, and no other', () => {
  const described = Object.entries(wayPaths()).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const real = ways
    .filter((way) => way !== elasticSetup)
    .flatMap((way) => way.routes)
    .filter((route) => route.open !== true || route.path.includes('/health'))
    .flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
  expect(described.sort()).toEqual(real.sort());
});
