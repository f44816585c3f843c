import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Faults, faultSchema, makeFaults, type Recorded } from './faults.ts';
import type { Standin, StandinAnswer, StandinRequest } from './standin.ts';

/** Stand-ins by the prefix that their paths begin with, such as `/graylog/api`. */
export type Standins = Readonly<Record<string, { vendor: string; standin: Standin }>>;

export type StandinServer = {
  url: string;
  faults: Faults;
  calls: Recorded[];
  /** Called for each request that is left without an answer, with its header `x-call`. */
  onHang(told: (call: string) => void): void;
  standin(vendor: string): Standin;
  reset(settings?: Readonly<Record<string, Record<string, unknown>>>): void;
  close(): Promise<void>;
};

const errorBodies: Readonly<Record<string, unknown>> = {
  '500': { message: 'injected: internal error' },
  '401': { message: 'injected: unauthorized' },
  '409': { message: 'injected: conflict' },
  '429': { message: 'injected: too many requests' },
};

/** Starts all stand-ins on one port of 127.0.0.1; 0 takes a free one. `/_control` is for tests, the rest is as the vendors have it. */
export async function startStandins(standins: Standins, port: number): Promise<StandinServer> {
  const faults = makeFaults();
  const calls: Recorded[] = [];
  const bySystem = new Map(Object.values(standins).map(({ vendor, standin }) => [vendor, standin]));
  const reset = (settings: Readonly<Record<string, Record<string, unknown>>> = {}): void => {
    faults.clear();
    calls.length = 0;
    for (const [vendor, standin] of bySystem) standin.reset(settings[vendor] ?? {});
  };
  const hanging = new Set<ServerResponse>();
  let tellHang: (call: string) => void = () => {};

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await read(incoming);
    const url = new URL(incoming.url ?? '/', 'http://standins');
    if (url.pathname.startsWith('/_control')) {
      send(response, control(url.pathname, incoming.method ?? 'GET', text));
      return;
    }
    const [prefix, entry] =
      Object.entries(standins).find(([one]) => url.pathname === one || url.pathname.startsWith(`${one}/`)) ??
      [];
    if (entry === undefined || prefix === undefined) {
      send(response, { status: 404, body: { message: `no stand-in answers for ${url.pathname}` } });
      return;
    }
    const request: StandinRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname.slice(prefix.length) || '/',
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      ),
      text,
    };
    const { vendor, standin } = entry;
    const fault = faults.strike(vendor, request.method, request.path);
    const record: Recorded = {
      vendor,
      method: request.method,
      path: request.path,
      status: null,
      fault: fault?.kind ?? null,
    };
    calls.push(record);
    const answer = fault?.moment === 'before' ? null : standin.handle(request);
    if (fault === null) {
      record.status = answer?.status ?? null;
      send(response, answer ?? { status: 500 });
    } else if (fault.kind === 'timeout') {
      hanging.add(response);
      response.on('close', () => hanging.delete(response));
      tellHang(request.headers['x-call'] ?? '');
    } else if (fault.kind === 'reset') {
      incoming.socket.destroy();
    } else {
      const headers: Record<string, string> =
        fault.kind === '429' ? { 'retry-after': fault.retry_after } : {};
      send(response, { status: Number(fault.kind), body: errorBodies[fault.kind], headers });
    }
  }

  const settingsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
  function control(path: string, method: string, text: string): StandinAnswer {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (path === '/_control/reset' && method === 'POST') {
      reset(settingsSchema.parse(body));
      return { status: 204 };
    }
    if (path === '/_control/faults' && method === 'POST') {
      faults.arm(faultSchema.parse(body));
      return { status: 204 };
    }
    if (path === '/_control/faults' && method === 'DELETE') {
      faults.clear();
      return { status: 204 };
    }
    if (path === '/_control/calls' && method === 'GET') return { status: 200, body: { calls } };
    if (path === '/_control/state' && method === 'GET') {
      return {
        status: 200,
        body: Object.fromEntries([...bySystem].map(([name, one]) => [name, one.state()])),
      };
    }
    if (path === '/_control/ready') return { status: 200, body: { vendors: [...bySystem.keys()] } };
    return { status: 404, body: { message: `no control ${method} ${path}` } };
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'unknown';
      send(response, { status: 500, body: { message: `the stand-in itself failed: ${message}` } });
    });
  });
  await listen(server, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    faults,
    calls,
    onHang: (told) => {
      tellHang = told;
    },
    standin(vendor) {
      const found = bySystem.get(vendor);
      if (found === undefined) throw new Error(`there is no stand-in for ${vendor}`);
      return found;
    },
    reset,
    close: () =>
      new Promise((resolve) => {
        for (const response of hanging) response.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body, headers = {} }: StandinAnswer): void {
  if (response.headersSent) return;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  response.writeHead(status, { ...(text === '' ? {} : { 'content-type': type }), ...headers });
  response.end(text);
}
