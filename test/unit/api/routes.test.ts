import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { domains } from '#shared/api/route.ts';
import { routes } from '#shared/api/routes.ts';

const folder = new URL('../../../shared/api/routes/', import.meta.url);
const files = readdirSync(folder);
const fileOf = (operation: string): string =>
  `${operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

describe('the family of routes', () => {
  it('lists exactly what the folder holds, each file named for its operation', () => {
    expect(routes.map((route) => fileOf(route.operation)).sort()).toEqual(files.sort());
  });

  it('has no operation and no method and path twice', () => {
    const all = [
      ...routes.map((route) => route.operation),
      ...routes.map((route) => `${route.method} ${route.path}`),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('gives every domain something to do', () => {
    expect([...new Set(routes.map((route) => route.domain))].sort()).toEqual([...domains].sort());
  });

  it('parses every path parameter', () => {
    for (const route of routes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const shape = (route.params as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
      expect(Object.keys(shape).sort(), route.operation).toEqual(inPath.sort());
    }
  });

  it('answers with a schema unless the answer is empty, and creates with a Location', () => {
    for (const route of routes) {
      expect(route.answer === undefined, route.operation).toBe(route.status === 204);
      if (route.status === 201) expect(route.location, route.operation).toBeTypeOf('function');
      if (route.status === 201) expect(route.idempotent, route.operation).toBe(true);
    }
  });

  it('lets nobody but the operator into platform routes', () => {
    for (const route of routes.filter((one) => one.scope === 'platform')) {
      expect(route.roles, route.operation).toEqual(['platform_admin']);
    }
  });

  it('lets an auditor change nothing', () => {
    const changing = routes.filter((route) => route.method !== 'GET' && route.roles.includes('auditor'));
    expect(changing.map((route) => route.operation)).toEqual([]);
  });
});
