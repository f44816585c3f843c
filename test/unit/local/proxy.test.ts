import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bodyLimit,
  close,
  createProxy,
  listen,
  type ProxyRoutes,
  targetOf,
} from '../../../infra/local/proxy.ts';

const routes: ProxyRoutes = {
  endpoint: 'http://127.0.0.1:4566',
  ingest: { apiId: 'rest1', stage: 'live' },
  controlApiId: 'http1',
  webDomain: 'd1.cloudfront.net',
};

describe('targetOf', () => {
  it.each([
    ['/v1/ingest/events', '/_aws/execute-api/rest1/live/v1/ingest/events', undefined],
    ['/v1/logs', '/_aws/execute-api/rest1/live/v1/logs', undefined],
    ['/services/collector?channel=x', '/_aws/execute-api/rest1/live/services/collector?channel=x', undefined],
    ['/_bulk?pretty', '/_aws/execute-api/rest1/live/_bulk?pretty', undefined],
    ['/logs-1/_bulk', '/_aws/execute-api/rest1/live/logs-1/_bulk', undefined],
    ['/_license?human=false', '/_aws/execute-api/rest1/live/_license?human=false', undefined],
    ['/services', '/services', 'd1.cloudfront.net'],
    ['/bulk', '/bulk', 'd1.cloudfront.net'],
    ['/api/v1/alerts?status=open', '/_aws/execute-api/http1/$default/api/v1/alerts?status=open', undefined],
    ['/health', '/_aws/execute-api/http1/$default/health', undefined],
    ['/ready', '/_aws/execute-api/http1/$default/ready', undefined],
    ['/openapi.json', '/_aws/execute-api/http1/$default/openapi.json', undefined],
    ['/docs', '/_aws/execute-api/http1/$default/docs', undefined],
    ['/cognito-idp', '/', undefined],
    ['/', '/', 'd1.cloudfront.net'],
    ['/assets/main.js', '/assets/main.js', 'd1.cloudfront.net'],
    ['/v1', '/v1', 'd1.cloudfront.net'],
    ['/apiary', '/apiary', 'd1.cloudfront.net'],
    ['/healthy', '/healthy', 'd1.cloudfront.net'],
  ])('sends %s to %s', (url, path, host) => {
    expect(targetOf(url, routes)).toEqual(host ? { path, host } : { path });
  });

  it('sends / to the way in for an Elasticsearch client, and to the web for everybody else', () => {
    const way = { path: '/_aws/execute-api/rest1/live/' };
    const web = { path: '/', host: 'd1.cloudfront.net' };
    const client = { accept: 'application/vnd.elasticsearch+json; compatible-with=9' };
    expect(targetOf('/', routes, { method: 'GET', headers: client })).toEqual(way);
    expect(targetOf('/', routes, { method: 'HEAD', headers: { authorization: 'Basic eA==' } })).toEqual(way);
    expect(targetOf('/', routes, { method: 'GET', headers: { accept: 'text/html,*/*;q=0.8' } })).toEqual(web);
    expect(targetOf('/', routes, { method: 'GET', headers: { accept: '*/*' } })).toEqual(web);
    expect(targetOf('/', routes, { method: 'POST', headers: client })).toEqual(web);
  });
});

type Seen = { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: string };

describe('createProxy', () => {
  let origin: Server;
  let edge: Server;
  let port: number;
  const seen: Seen[] = [];

  beforeAll(async () => {
    origin = createServer((incoming, response) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', () => response.destroy());
      incoming.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const { method = '', url = '', headers } = incoming;
        seen.push({ method, url, headers, body });
        response.writeHead(202, { 'retry-after': '3', 'content-type': 'text/plain' });
        response.write('first,');
        response.end('second');
      });
    });
    await listen(origin, 0);
    const endpoint = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
    edge = createProxy({ ...routes, endpoint });
    await listen(edge, 0);
    port = (edge.address() as AddressInfo).port;
  });

  afterAll(async () => {
    await close(edge);
    await close(origin);
  });

  const address = (path: string) => `http://127.0.0.1:${port}${path}`;

  it('passes method, path, headers and body on, and the answer back', async () => {
    const answer = await fetch(address('/v1/ingest/events?x=1'), {
      method: 'POST',
      headers: { authorization: 'Splunk abc', 'content-encoding': 'gzip', 'x-forwarded-for': '198.51.100.9' },
      body: 'ten events',
    });
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      202,
      '3',
      'first,second',
    ]);
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/_aws/execute-api/rest1/live/v1/ingest/events?x=1',
      body: 'ten events',
      headers: {
        authorization: 'Splunk abc',
        'content-encoding': 'gzip',
        'x-forwarded-for': '198.51.100.9, 127.0.0.1',
      },
    });
  });

  it('asks the distribution for the web by its host, as after TLS', async () => {
    await fetch(address('/index.html'));
    expect(seen.at(-1)?.headers).toMatchObject({ host: 'd1.cloudfront.net', 'x-forwarded-proto': 'https' });
  });

  it('does not pretend to TLS before the APIs', async () => {
    await fetch(address('/health'));
    expect(seen.at(-1)?.headers).not.toHaveProperty('x-forwarded-proto');
  });

  it('takes a body of exactly the limit', async () => {
    const answer = await fetch(address('/v1/ingest/events'), {
      method: 'POST',
      body: Buffer.alloc(bodyLimit, 'a'),
    });
    expect(answer.status).toBe(202);
    expect(seen.at(-1)?.body).toHaveLength(bodyLimit);
  });

  it('refuses a body that says it is larger, without asking the origin', async () => {
    const before = seen.length;
    const answer = await fetch(address('/v1/ingest/events'), {
      method: 'POST',
      body: Buffer.alloc(3 * bodyLimit),
    });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(seen).toHaveLength(before);
  });

  it('refuses a streamed body as soon as it has grown larger', async () => {
    const before = seen.length;
    const status = await new Promise<number>((resolve, reject) => {
      const upload = request(address('/v1/ingest/events'), { method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      upload.on('error', reject);
      for (let sent = 0; sent <= bodyLimit; sent += 1024 * 1024) upload.write(Buffer.alloc(1024 * 1024));
      upload.end();
    });
    expect(status).toBe(413);
    expect(seen).toHaveLength(before);
  });

  it('answers 502 with what to do when the emulator is gone', async () => {
    const lonely = createProxy({ ...routes, endpoint: 'http://127.0.0.1:9' });
    await listen(lonely, 0);
    const answer = await fetch(`http://127.0.0.1:${(lonely.address() as AddressInfo).port}/health`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('npm start') });
    await close(lonely);
  });
});
