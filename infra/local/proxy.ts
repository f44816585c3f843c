import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { asksForElastic, isIngestPath } from '#shared/ways/edge.ts';

/** API Gateway takes at most 10 MB (quota "Payload size"), so the local edge does not take more either. */
export const bodyLimit = 10 * 1024 * 1024;

/**
 * Requests that the emulator works on at once; more wait here. It starts a Node process for every concurrent call of a
 * function, and on a small machine a burst would drown in their starts, which AWS does on other machines.
 */
const atOnce = 16;

export type ProxyRoutes = {
  /** Address of the emulator. */
  endpoint: string;
  /** REST API that takes events in, with its stage. */
  ingest: { apiId: string; stage: string };
  /** HTTP API of the control plane, on its $default stage. */
  controlApiId: string;
  /** Domain of the CloudFront distribution that serves the web. */
  webDomain: string;
};

const controlPaths = ['/health', '/ready', '/openapi.json', '/docs'];

/** Where the web page signs in: on its own host, so that its content security policy needs no exception here. */
export const signInPath = '/cognito-idp';

/** Where one path of the cell's single host is served: the same split as the CloudFront distribution's. */
export function targetOf(
  url: string,
  routes: ProxyRoutes,
  incoming: { method?: string | undefined; headers: IncomingHttpHeaders } = { headers: {} },
): { path: string; host?: string } {
  const path = url.split('?', 1)[0] ?? url;
  if (isIngestPath(path) || (path === '/' && asksForElastic(incoming.method ?? 'GET', incoming.headers))) {
    return { path: `/_aws/execute-api/${routes.ingest.apiId}/${routes.ingest.stage}${url}` };
  }
  if (path.startsWith('/api/') || controlPaths.includes(path)) {
    return { path: `/_aws/execute-api/${routes.controlApiId}/$default${url}` };
  }
  if (path === signInPath) return { path: '/' };
  return { path: url, host: routes.webDomain };
}

const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade']);

function forwardedHeaders(
  incoming: IncomingMessage,
  host: string | undefined,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !hopByHop.has(name)) headers[name] = value;
  }
  // Without a type, API Gateway may take the body for text and spoil gzip; several shippers send none.
  if (isIngestPath(incoming.url?.split('?', 1)[0] ?? ''))
    headers['content-type'] ??= 'application/octet-stream';
  const before = incoming.headers['x-forwarded-for'];
  const client = incoming.socket.remoteAddress ?? '127.0.0.1';
  headers['x-forwarded-for'] = before ? `${before}, ${client}` : client;
  if (host) {
    headers.host = host;
    // CloudFront redirects plain HTTP; this edge stands where its TLS ends.
    headers['x-forwarded-proto'] = 'https';
  }
  return headers;
}

function problem(
  response: ServerResponse,
  status: number,
  code: string,
  title: string,
  detail: string,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(
    JSON.stringify({ type: 'about:blank', title, status, code, detail, request_id: 'local-edge' }),
  );
}

function tooLarge(response: ServerResponse): void {
  problem(
    response,
    413,
    'payload_too_large',
    'Payload too large',
    'A request may carry at most 10 MB: send smaller batches.',
  );
}

/** A refused body is read and dropped up to here, since most clients read an answer only after they sent all. */
const drainLimit = 64 * 1024 * 1024;

/** Answers 413 once the client has sent its body, or cuts it off when it sends without end. */
function refuseTooLarge(incoming: IncomingMessage, response: ServerResponse, received: number): void {
  let drained = received;
  incoming.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > drainLimit) incoming.destroy();
  });
  incoming.on('end', () => tooLarge(response));
  incoming.resume();
}

/** The edge of the local cell: one host for the web, the API and the way in for events. */
export function createProxy(routes: ProxyRoutes): Server {
  const endpoint = new URL(routes.endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  function handle(incoming: IncomingMessage, response: ServerResponse): void {
    if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) {
      refuseTooLarge(incoming, response, 0);
      return;
    }
    const { path, host } = targetOf(incoming.url ?? '/', routes, incoming);
    const outgoing = request(
      {
        agent,
        host: endpoint.hostname,
        port: endpoint.port,
        method: incoming.method,
        path,
        headers: forwardedHeaders(incoming, host),
        setHost: host === undefined,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    let refused = false;
    outgoing.on('error', () => {
      if (refused) return;
      const detail =
        'The AWS emulator did not answer: read .gatehouse/logs/emulator.log, then run npm start again.';
      problem(response, 502, 'unavailable', 'Bad gateway', detail);
    });
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy();
    });
    let received = 0;
    incoming.on('data', (chunk: Buffer) => {
      if (refused) return;
      received += chunk.length;
      if (received > bodyLimit) {
        refused = true;
        outgoing.destroy();
        refuseTooLarge(incoming, response, received);
      } else if (!outgoing.write(chunk)) {
        incoming.pause();
        outgoing.once('drain', () => incoming.resume());
      }
    });
    incoming.on('end', () => {
      if (!refused) outgoing.end();
    });
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, handle);
  server.on('close', () => agent.destroy());
  return server;
}

/** @throws the socket's error when the port cannot be had. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Stops taking requests and ends the ones that run. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
