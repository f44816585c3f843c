import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from '#shared/vendors/address-guard.ts';
import { guardedLookup, makeTransport, TransportFault } from '#shared/vendors/transport.ts';
import { failureOf } from '../../support/rejection.ts';

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/reset') return void request.socket.destroy();
    if (request.url === '/large') return void response.end('x'.repeat(5_000));
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => response.end(`${request.method} ${body}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const transport = makeTransport({ allowedHosts: [], certificates: [] });
const send = (path: string, body: string | null = null, timeoutMs = 5_000) =>
  transport({ method: 'POST', url: new URL(path, base), headers: {}, body, timeoutMs, maxBytes: 1_000 });

describe('one exchange', () => {
  it('sends what it is given and reads what comes', async () => {
    expect(await send('/', 'hello ✓')).toMatchObject({ status: 200, body: 'POST hello ✓' });
  });

  it('ends at its time limit, at its size limit, and with a lost connection', async () => {
    expect(await failureOf(send('/hang', null, 50), TransportFault)).toMatchObject({ kind: 'timeout' });
    expect(await failureOf(send('/large'), TransportFault)).toMatchObject({ kind: 'too_large' });
    expect(await failureOf(send('/reset'), TransportFault)).toMatchObject({ kind: 'network' });
  });
});

describe('a name', () => {
  const look = (allowed: boolean, addresses: string[]) =>
    new Promise((resolve) => {
      const found = addresses.map((address) => ({ address, family: 4 }));
      const lookup = guardedLookup(allowed, (_host, done) => done(null, found));
      lookup('vendor.example', { all: true }, (error, result) => resolve(error ?? result));
    });

  it('that has any private address is refused at the moment of connecting', async () => {
    expect(await look(false, ['93.184.216.34', '10.0.0.1'])).toMatchObject({ kind: 'blocked' });
    expect(await look(false, ['93.184.216.34'])).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(await look(true, ['10.0.0.1'])).toEqual([{ address: '10.0.0.1', family: 4 }]);
  });

  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '192.168.0.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'no address',
  ])('at %s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['93.184.216.34', '2606:2800:220:1::1', '::ffff:93.184.216.34'])('at %s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});
