import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApiOf } from '#shared/api/openapi.ts';
import { wayPaths } from '#shared/api/openapi-ways.ts';
import { routes } from '#shared/api/routes.ts';
import { callApi } from '../../support/api-caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is walked through in every direction
const document = JSON.parse(JSON.stringify(openApiOf(routes))) as any;

describe('the OpenAPI document', () => {
  it('is the committed one (node test/support/write-openapi.ts writes it again)', () => {
    const committed = readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8');
    expect(JSON.parse(committed)).toEqual(document);
  });

  it('holds every route once, and the ways in for events', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods as object));
    const ids = operations.map((operation) => operation.operationId).sort();
    const taken = Object.values(wayPaths()).flatMap((methods) => Object.values(methods));
    const ways = ['ingestEvents', ...taken.map(({ operationId }) => operationId)];
    expect(ids).toEqual([...routes.map((route) => route.operation), ...ways].sort());
    expect(document.openapi).toBe('3.1.0');
  });

  it('refers to nothing that is not there, and holds nothing that nobody refers to', () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? ''));
    for (const reference of references) {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const target = reference.split('/').reduce((at: any, step) => at?.[step], document);
      expect(target, reference).toBeDefined();
    }
    for (const name of Object.keys(document.components.schemas)) {
      expect(references.has(`components/schemas/${name}`), name).toBe(true);
    }
    expect(text).not.toContain('$defs');
  });

  it('declares each parameter of a path as required', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const operation of Object.values(methods as Record<string, { parameters?: object[] }>)) {
        for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
          expect(operation.parameters).toContainEqual(
            expect.objectContaining({ name, in: 'path', required: true }),
          );
        }
      }
    }
  });

  it('tells who may call, what names a tenant and what may be repeated', () => {
    const create = document.paths['/api/v1/cases'].post;
    expect(create.security).toEqual([{ user: [] }]);
    expect(create.parameters).toEqual([
      { $ref: '#/components/parameters/Tenant' },
      { $ref: '#/components/parameters/IdempotencyKey' },
    ]);
    expect(create.description).toContain('soc_analyst');
    expect(create.responses['201'].headers.Location).toBeDefined();
    expect(document.paths['/health'].get.security).toEqual([]);
    expect(document.paths['/v1/ingest/events'].post.security).toEqual([{ source: [] }, { user: [] }]);
    expect(document.paths['/api/v1/cases/{case_id}/alerts/{alert_id}'].delete.responses['204']).toEqual({
      description: 'Done',
    });
  });

  it('is served without a token', async () => {
    const answer = await callApi(makeTwoTenants().ports, 'GET /openapi.json');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.body).toEqual(document);
  });
});

describe('the page of the document', () => {
  it('shows every operation, runs nothing and loads nothing', async () => {
    const { headers, text, status } = await callApi(makeTwoTenants().ports, 'GET /docs');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const route of routes) expect(text).toContain(`id="${route.operation}"`);
    expect(text).not.toMatch(/<script|<link|<img|https?:\/\/|\son\w+=/i);
    expect(text).toContain('Idempotency-Key');
    expect(headers['content-security-policy']).not.toContain('script-src');
  });

  it('writes what it was given as text', async () => {
    const { docsPage } = await import('#shared/api/docs-page.ts');
    const written = openApiOf(routes);
    written.info.title = '<b>"x"&\'y\'</b>';
    expect(docsPage(written)).toContain('&lt;b&gt;&quot;x&quot;&amp;&#39;y&#39;&lt;/b&gt;');
  });
});
