import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { listOf } from '#shared/api/answers.ts';
import { pageQuery, readPage } from '#shared/api/cursor.ts';
import { datasourceAnswer, shownDatasource } from '#shared/api/datasource-answers.ts';
import { defineRoute } from '#shared/api/route.ts';

export const listDatasources = defineRoute({
  operation: 'listDatasources',
  summary: 'List the data sources, each with how it does',
  method: 'GET',
  path: '/api/v1/onboarding/datasources',
  domain: 'onboarding',
  scope: 'tenant',
  roles: access.read,
  status: 200,
  query: z.strictObject(pageQuery),
  answer: listOf(datasourceAnswer),
  async handle(ports, { tenantId, now }, { query }) {
    const list = { tenantId, operation: 'listDatasources', filter: {} };
    const page = await readPage(list, query, (asked) => ports.sources.list(tenantId, asked));
    const tests = new Map((await ports.proofs.tests(tenantId)).map((test) => [test.source_id, test]));
    const items = await Promise.all(
      page.items.map((source) =>
        shownDatasource(ports, tenantId, source, now, tests.get(source.source_id) ?? null),
      ),
    );
    return { items, next: page.next };
  },
});
