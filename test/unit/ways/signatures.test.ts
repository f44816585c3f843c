import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import type { SignatureScheme, WebhookSecret } from '#shared/ports/webhook-store.ts';
import { now, shown, TOKEN, wayWorld } from '../../support/way-world.ts';

const path = '/v1/ingest/raw/source-1';
const body = '{"action":"login"}';
const seconds = String(now.getTime() / 1000);
const hmac = (key: string | Buffer, text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', key).update(text).digest(encoding);

const KEY = 'It is a secret to everybody';
const WHSEC = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`;

/** Each vendor's headers over a body, as its own documentation builds them. */
const signing: Record<SignatureScheme, (text: string, at?: string) => Record<string, string>> = {
  github: (text) => ({ 'x-hub-signature-256': `sha256=${hmac(KEY, text)}` }),
  pagerduty: (text) => ({
    'x-pagerduty-signature': `v1=${hmac('an old secret', text)},v1=${hmac(KEY, text)}`,
  }),
  slack: (text, at = seconds) => ({
    'x-slack-request-timestamp': at,
    'x-slack-signature': `v0=${hmac(KEY, `v0:${at}:${text}`)}`,
  }),
  'standard-webhooks': (text, at = seconds) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': at,
    'webhook-signature': `v1,b64b64 v1,${hmac(Buffer.from('0123456789abcdef01234567'), `msg_1.${at}.${text}`, 'base64')}`,
  }),
};

const schemes = Object.keys(signing) as SignatureScheme[];

const webhook = (scheme: SignatureScheme): WebhookSecret => ({
  tenant_id: tenantIdSchema.parse('acme'),
  source_id: 'source-1',
  scheme,
  secret: scheme === 'standard-webhooks' ? WHSEC : KEY,
});

describe.each(schemes)('a webhook signed as %s', (scheme) => {
  test('needs no token', async () => {
    const { send, events, packs } = wayWorld({ webhook: webhook(scheme) });
    const answer = await send(path, { token: null, headers: signing[scheme](body), body });
    expect(answer.status).toBe(202);
    expect(events()).toEqual([body]);
    expect(packs.map(({ tenant_id, source_id, connector }) => [tenant_id, source_id, connector])).toEqual([
      ['acme', 'source-1', 'ecs-json'],
    ]);
  });

  test('is refused when its body was changed, when another signed it, and without a signature', async () => {
    const { send, events } = wayWorld({ webhook: webhook(scheme) });
    const headers = signing[scheme](body);
    const forged = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value.replace(/[0-9a-f]{8}$|[\w+/]{8}=$/, 'AAAAAAA='),
      ]),
    );
    for (const sent of [
      { headers, body: `${body} ` },
      { headers: forged, body },
      { body },
      { headers: {}, body: '' },
    ]) {
      expect(shown(await send(path, { token: null, ...sent }))[0]).toBe(401);
    }
    expect(events()).toEqual([]);
  });

  test('is good for the source that has the secret only, and not without one', async () => {
    const { send } = wayWorld({ webhook: webhook(scheme) });
    const sent = { token: null, headers: signing[scheme](body), body };
    for (const other of ['source-2', '%E0%A4%A', 'a%2Fb']) {
      expect((await send(`/v1/ingest/raw/${other}`, sent)).status).toBe(401);
    }
    expect((await wayWorld().send(path, sent)).status).toBe(401);
    const others = schemes.filter((one) => one !== scheme);
    for (const one of others)
      expect((await wayWorld({ webhook: webhook(one) }).send(path, sent)).status).toBe(401);
  });

  test('opens no other way in', async () => {
    const { send } = wayWorld({ webhook: webhook(scheme) });
    const sent = { token: null, headers: signing[scheme](body), body };
    for (const other of [
      '/services/collector',
      '/v1/logs',
      '/_bulk',
      '/v1/ingest/firehose',
      '/v1/ingest/s3/source-1',
    ]) {
      expect([401, 403]).toContain((await send(other, sent)).status);
    }
  });

  test('of a suspended tenant is refused', async () => {
    const { send } = wayWorld({ webhook: webhook(scheme), tenant: { status: 'suspended' } });
    expect((await send(path, { token: null, headers: signing[scheme](body), body })).status).toBe(403);
  });
});

test.each(['slack', 'standard-webhooks'] as const)(
  'an old request of %s can’t be played again',
  async (scheme) => {
    const { send } = wayWorld({ webhook: webhook(scheme) });
    const send_ = async (at: number) =>
      (await send(path, { token: null, headers: signing[scheme](body, String(at)), body })).status;
    const at = now.getTime() / 1000;
    expect([await send_(at - 299), await send_(at + 299)]).toEqual([202, 202]);
    expect([await send_(at - 301), await send_(at + 301)]).toEqual([401, 401]);
  },
);

test('a token still works beside a signature', async () => {
  const { send } = wayWorld({ webhook: webhook('github') });
  expect((await send(path, { body })).status).toBe(202);
  expect((await send(path, { token: null, query: { token: TOKEN }, body })).status).toBe(202);
});
