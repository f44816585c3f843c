import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in for the cell's own answer. */
export type Fault = { status: number; headers?: Record<string, string>; body?: string };

export type FaultProxy = {
  url: string;
  /** Statuses of what was answered to requests with a body, in order. */
  answered: number[];
  close(): Promise<void>;
};

/**
 * Stands between a sender and the cell: answers the sender's first batches with the faults, one after the other, and
 * passes everything else on. Questions without a body (a client's first look around) always reach the cell.
 */
export async function startFaultProxy(cell: string, faults: readonly Fault[]): Promise<FaultProxy> {
  const waiting = [...faults];
  const answered: number[] = [];
  const target = new URL(cell);

  const pass = (incoming: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const { connection: _, 'transfer-encoding': __, ...headers } = incoming.headers;
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...headers, host: target.host, 'content-length': body.length },
      },
      (answer) => {
        if (body.length > 0) answered.push(answer.statusCode ?? 0);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    outgoing.end(body);
  };

  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const fault = body.length > 0 ? waiting.shift() : undefined;
      if (fault === undefined) return pass(incoming, response, body);
      answered.push(fault.status);
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(fault.body ?? '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const wait = { 'retry-after': '1' };

/** An endpoint that is overloaded for a while, in both words that HTTP has for it. */
export const busyForAWhile: readonly Fault[] = [
  { status: 429, headers: wait },
  { status: 503, headers: wait },
  { status: 429, headers: wait },
];
