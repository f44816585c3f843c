import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeJwtVerifier } from '#shared/pipeline/authorize-push.ts';
import { rejection } from '../../support/rejection.ts';

const issuer = 'https://idp.example/pool-1';
const audience = 'client-1';
const keys = await generateKeyPair('RS256', { extractable: true });
const strangers = await generateKeyPair('RS256');

/** How the keys' address answers next. */
let answer: { status: number; body: string };
let asked = 0;
let server: Server;
let jwksUrl = '';

beforeAll(async () => {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  answer = { status: 200, body: JSON.stringify({ keys: [jwk] }) };
  server = createServer((_request, response) => {
    asked++;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const claims: JWTPayload = { sub: 'u-1', token_use: 'id', 'custom:role': 'tenant_admin' };
type Given = {
  claims?: JWTPayload;
  kid?: string;
  key?: CryptoKey;
  expires?: string;
  iss?: string;
  aud?: string | null;
};

function sign({
  claims: own = claims,
  kid = 'key-1',
  key = keys.privateKey,
  expires = '5m',
  iss = issuer,
  aud = audience,
}: Given = {}) {
  const jwt = new SignJWT(own).setProtectedHeader({ alg: 'RS256', kid }).setIssuedAt().setIssuer(iss);
  if (aud !== null) jwt.setAudience(aud);
  return jwt.setExpirationTime(expires).sign(key);
}
const verifier = (url = jwksUrl) => makeJwtVerifier({ issuer, audience, jwksUrl: url });
const codeOf = async (token: string) => (await rejection(verifier()(token))).code;

test('a token signed with the published key is taken, and the keys are fetched once', async () => {
  const verify = verifier();
  const before = asked;
  expect(await verify(await sign())).toMatchObject({ sub: 'u-1', 'custom:role': 'tenant_admin' });
  await verify(await sign());
  expect(asked - before).toBe(1);
});

describe('a token is refused', () => {
  test.each<[string, Given]>([
    ['that has expired', { expires: '-1m' }],
    ['of another issuer', { iss: 'https://idp.example/pool-2' }],
    ['for another audience', { aud: 'client-2' }],
    [
      'for no audience, as access tokens are',
      { aud: null, claims: { ...claims, token_use: 'access', client_id: audience } },
    ],
    ['that says it is an access token', { claims: { ...claims, token_use: 'access' } }],
    ['that is not valid yet', { claims: { ...claims, nbf: Math.floor(Date.now() / 1000) + 600 } }],
    ['by a key that is not published', { kid: 'key-2' }],
    ['by a stranger who names our key', { key: strangers.privateKey }],
  ])('%s', async (_name, given) => {
    expect(await codeOf(await sign(given))).toBe('unauthenticated');
  });

  test('without a signature', async () => {
    const token = new UnsecuredJWT(claims)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('5m')
      .encode();
    expect(await codeOf(token)).toBe('unauthenticated');
    const [, payload] = (await sign()).split('.');
    const none = Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url');
    expect(await codeOf(`${none}.${payload}.`)).toBe('unauthenticated');
  });

  test('whose HMAC was made with the public key', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(secret);
    expect(await codeOf(token)).toBe('unauthenticated');
  });

  test('whose claims were changed after signing', async () => {
    const [head, payload = '', signature] = (await sign()).split('.');
    const changed = {
      ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
      'custom:role': 'platform_admin',
    };
    expect(
      await codeOf(`${head}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`),
    ).toBe('unauthenticated');
  });

  test('that brings its own key', async () => {
    const jwk = await exportJWK(strangers.publicKey);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', jwk })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(strangers.privateKey);
    expect(await codeOf(token)).toBe('unauthenticated');
  });

  test.each([
    'x',
    'a.b',
    'a.b.c',
    '..',
    'e30.e30.e30',
    '\ud800.b.c',
    `${'a'.repeat(10_000)}.b.c`,
    'eyJhbGciOiJSUzI1NiIsImtpZCI6MX0.e30.x',
  ])('that is none: %s', async (token) => {
    expect(await codeOf(token)).toBe('unauthenticated');
  });
});

describe('when the keys can not be read, that is no fault of the token', () => {
  test('because nobody answers at their address', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const refused = await rejection(verifier(`http://127.0.0.1:${port}/jwks.json`)(await sign()));
    expect(refused.code).toBe('unavailable');
  });

  test.each([
    [500, '{"message":"error"}'],
    [404, 'not found'],
    [200, '<html>'],
    [200, '{"keys":"none"}'],
    [200, 'null'],
  ])('because their address answers %d %s', async (status, body) => {
    const good = answer;
    answer = { status, body };
    try {
      expect(await codeOf(await sign())).toBe('unavailable');
    } finally {
      answer = good;
    }
  });

  test('and the next try, when they are back, succeeds', async () => {
    const good = answer;
    const verify = verifier();
    answer = { status: 503, body: '' };
    expect((await rejection(verify(await sign()))).code).toBe('unavailable');
    answer = good;
    expect(await verify(await sign())).toMatchObject({ sub: 'u-1' });
  });
});
