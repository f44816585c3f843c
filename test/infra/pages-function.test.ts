import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { asksForElastic } from '#shared/ways/edge.ts';
import { pagesFunction } from '../../infra/stacks/pages-function.ts';

type Edge = { uri?: string; statusCode?: number; headers?: Record<string, { value: string }>; body?: string };

/** Runs the function as CloudFront does: headers by lower-case name, each with a value. */
function run(method: string, uri: string, headers: Record<string, string>): Edge {
  const wrapped = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }]));
  const event = { request: { method, uri, headers: wrapped } };
  return runInNewContext(`${pagesFunction}; handler(${JSON.stringify(event)})`) as Edge;
}

const elastic = { accept: 'application/vnd.elasticsearch+json; compatible-with=9' };
const cases: [string, Record<string, string>][] = [
  ['GET', {}],
  ['GET', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }],
  ['GET', { accept: 'text/html', authorization: 'Basic eA==' }],
  ['GET', { accept: '*/*' }],
  ['GET', { accept: '*/*', authorization: 'Basic eA==' }],
  ['HEAD', { authorization: 'ApiKey x' }],
  ['GET', elastic],
  ['HEAD', elastic],
  ['POST', elastic],
  ['GET', { accept: 'application/json' }],
];

it.each(cases)(
  'the edge tells Elasticsearch’s clients at / as the local proxy does: %s %j',
  (method, headers) => {
    const answer = run(method, '/', headers);
    expect(answer.statusCode === 200).toBe(asksForElastic(method, headers));
    if (answer.statusCode !== 200) expect(answer.uri).toBe('/index.html');
  },
);

it('the edge answers an Elasticsearch client with the product’s header, its media type and a version', () => {
  const answer = run('GET', '/', elastic);
  expect(answer.headers?.['x-elastic-product']?.value).toBe('Elasticsearch');
  expect(answer.headers?.['content-type']?.value).toContain('compatible-with=9');
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ version: { number: expect.any(String) } });
  expect(run('HEAD', '/', elastic).body).toBe('');
});

it('the edge sends the app’s own addresses to its first page and leaves files alone', () => {
  expect(run('GET', '/alerts/1', {}).uri).toBe('/index.html');
  expect(run('GET', '/assets/main.js', elastic).uri).toBe('/assets/main.js');
});
