import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { makePushEvent } from '#shared/aws/push-event.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

type Seen = { path: string | undefined; token: string | undefined; body: string };

/** An endpoint that gives one answer; it tells what it was sent. */
async function endpoint(status: number, answer: string): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const made = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      seen.push({ path: request.url, token: request.headers.authorization, body });
      response.writeHead(status).end(answer);
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}/prod/`, seen };
}

test('an event goes to the way in of its source, under the stage of the gateway', async () => {
  const { url, seen } = await endpoint(202, '{}');
  const answer = await makePushEvent(url)('source-1', 'ghs_x', '<166>hello');
  expect(answer.status).toBe(202);
  expect(seen).toEqual([{ path: '/prod/v1/ingest/raw/source-1', token: 'Bearer ghs_x', body: '<166>hello' }]);
});

test('a refusal is told in the endpoint’s own words, and no answer as none', async () => {
  const { url } = await endpoint(401, JSON.stringify({ detail: 'No valid token.' }));
  expect(await makePushEvent(url)('s', 't', 'x')).toEqual({ status: 401, detail: 'No valid token.' });
  server?.close();
  server?.closeAllConnections();
  expect(await makePushEvent('http://127.0.0.1:1/')('s', 't', 'x')).toEqual({
    status: 0,
    detail: 'no connection',
  });
});
