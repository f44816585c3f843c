import { type LookupAddress, lookup as resolveName } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { isAllowedHost, isPublicAddress } from '#shared/vendors/address-guard.ts';

export type TransportRequest = {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | null;
  timeoutMs: number;
  maxBytes: number;
};

export type TransportAnswer = {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** One HTTP exchange without redirects, retries or meaning. @throws TransportFault, or what the socket threw. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;

/** Why the exchange did not come to an end; `network` is everything that the socket or TLS said. */
export class TransportFault extends Error {
  readonly kind: 'blocked' | 'timeout' | 'too_large' | 'network';
  constructor(kind: TransportFault['kind'], message: string) {
    super(message);
    this.name = 'TransportFault';
    this.kind = kind;
  }
}

/**
 * Node's own HTTP with keep-alive. A name is resolved and judged in the same look-up that the connection uses, so that
 * it can't point elsewhere a moment later. Private authorities are trusted besides the public ones.
 */
export function makeTransport(options: {
  allowedHosts: readonly string[];
  certificates: readonly string[];
}): Transport {
  const ca = options.certificates.length === 0 ? undefined : [...rootCertificates, ...options.certificates];
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 32, ...(ca === undefined ? {} : { ca }) });
  const http = new HttpAgent({ keepAlive: true, maxSockets: 32 });
  return (request) =>
    exchange(request, {
      agent: request.url.protocol === 'https:' ? https : http,
      lookup: guardedLookup(isAllowedHost(request.url, options.allowedHosts)),
    });
}

/** Resolves a name and refuses it where any of its addresses is private, unless the operator allows the host. */
export function guardedLookup(
  allowed: boolean,
  resolve: (host: string, done: (error: Error | null, found: LookupAddress[]) => void) => void = (
    host,
    done,
  ) => resolveName(host, { all: true }, done),
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, found) => {
      const [first] = found ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? new Error(`${hostname} has no address`), '', 0);
      } else if (!allowed && found.some(({ address }) => !isPublicAddress(address))) {
        const why = `${hostname} resolves to a private address; the operator has to allow this host`;
        callback(new TransportFault('blocked', why), '', 0);
      } else if (options.all === true) {
        callback(null, found);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

function exchange(
  { method, url, headers, body, timeoutMs, maxBytes }: TransportRequest,
  how: Pick<RequestOptions, 'agent' | 'lookup'>,
): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = start(url, { method, headers: { ...headers, ...length }, ...how }, (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) {
          fail(new TransportFault('too_large', `the answer is longer than ${maxBytes} bytes`));
          outgoing.destroy();
        } else {
          chunks.push(chunk);
        }
      });
      incoming.on('error', fail);
      incoming.on('end', () => {
        clearTimeout(timer);
        const flat = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(flat),
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    const timer = setTimeout(() => {
      outgoing.destroy(new TransportFault('timeout', `no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    function fail(error: Error): void {
      clearTimeout(timer);
      reject(error instanceof TransportFault ? error : new TransportFault('network', error.message));
    }
    outgoing.on('error', fail);
    if (body === null) outgoing.end();
    else outgoing.end(body);
  });
}
