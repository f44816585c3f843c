import { describe, expect, test } from 'vitest';
import { searchBody, writePosition } from '#shared/aws/opensearch-query.ts';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const acme = tenantIdSchema.parse('acme');
const first = { limit: 50, position: null };

describe('a search', () => {
  test('is held to its tenant even without any filter', () => {
    expect(searchBody(acme, {}, first)).toEqual({
      size: 51,
      query: { bool: { filter: [{ term: { tenant_id: 'acme' } }] } },
      sort: [{ created_at: 'desc' }, { id: 'asc' }],
      track_total_hits: false,
    });
  });

  test('takes every filter as a value, and text as words to match', () => {
    const body = searchBody(
      acme,
      {
        status: 'open',
        severity: 'high',
        rule_id: 'r1',
        assignee: 'sam',
        min_severity: 5,
        from: 'f',
        to: 't',
        text: ' a b ',
      },
      first,
    );
    expect(body.query).toEqual({
      bool: {
        filter: [
          { term: { tenant_id: 'acme' } },
          { term: { status: 'open' } },
          { term: { severity_word: 'high' } },
          { term: { rule_id: 'r1' } },
          { term: { assignee: 'sam' } },
          { range: { severity: { gte: 5 } } },
          { range: { created_at: { gte: 'f', lt: 't' } } },
        ],
        must: [{ match: { search_text: { query: 'a b', operator: 'and' } } }],
      },
    });
  });

  test.each(['*', 'tenant_id:globex', '_index:alerts-globex', '} } }', '"globex" OR *', 'x'.repeat(5_000)])(
    'has no place where %j could be more than words',
    (text) => {
      const { query } = searchBody(acme, { text }, first) as { query: { bool: Record<string, unknown> } };
      expect(query.bool.filter).toEqual([{ term: { tenant_id: 'acme' } }]);
      expect(query.bool.must).toEqual([
        { match: { search_text: { query: text.slice(0, 500), operator: 'and' } } },
      ]);
    },
  );

  test('of blank text is a search without text', () => {
    expect(searchBody(acme, { text: '  ' }, first)).toEqual(searchBody(acme, {}, first));
  });
});

describe('a position', () => {
  test('goes on behind the last hit', () => {
    const position = writePosition([1795323540123, 'alert-1']);
    expect(searchBody(acme, {}, { limit: 1, position })).toMatchObject({
      search_after: [1795323540123, 'alert-1'],
    });
  });

  test.each(['', 'x', '[]', '[1]', '["a","b"]', '[1,"a",2]', '{"a":1}', '[1,{"x":1}]', 'null'])(
    '%j is none: the request is refused',
    (position) => {
      const search = () => searchBody(acme, {}, { limit: 1, position });
      expect(search).toThrow(DomainError);
      expect(search).toThrow(/cursor/);
    },
  );
});
