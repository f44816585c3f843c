import { describe, expect, it, test } from 'vitest';
import { credentialChecks } from '#shared/datasources/credential-checks.ts';
import { advanceTest, newTest } from '#shared/datasources/source-test.ts';
import { isPulled } from '#shared/datasources/template.ts';
import { templates } from '#shared/datasources/templates.ts';
import type { TransportAnswer } from '#shared/vendors/transport.ts';
import { buildSource } from '../../support/builders/source.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';

const guid = '0d78cffc-0000-4000-8000-c54801771cc3';
type Asked = { method: string; url: URL; headers: Readonly<Record<string, string>>; body: string | null };

/** A test of one source against a vendor that gives one answer to everything. */
async function tried(template_id: string, form: object, secret: object, status: number, body: unknown) {
  const asked: Asked[] = [];
  const fake = makeFakePorts({
    vendorCalls: {
      transport: async (request): Promise<TransportAnswer> => {
        asked.push(request as Asked);
        return { status, headers: {}, body: JSON.stringify(body) } as TransportAnswer;
      },
      now: () => new Date('2026-11-22T09:00:00.000Z'),
      random: () => 0,
      wait: async () => {},
    },
  });
  const source = buildSource('acme', { template_id, form: form as Record<string, string> });
  fake.state.secrets.set(`acme/source-${source.source_id}`, JSON.stringify(secret));
  const begun = await newTest(fake.ports, source, 'send', 'test-1', fake.state.now);
  return { ended: await advanceTest(fake.ports, source, begun, async () => {}), asked };
}

it('every template that is fetched has its check, and no other', () => {
  const fetched = templates.filter(({ connector_type }) => isPulled(connector_type));
  expect(Object.keys(credentialChecks).sort()).toEqual(fetched.map(({ template_id }) => template_id).sort());
});

const oktaForm = { org_url: 'https://acme.okta.com' };

describe('Okta', () => {
  it('is asked for one event with the token', async () => {
    const { ended, asked } = await tried('okta', oktaForm, { api_token: '00secret' }, 200, [{ uuid: 'u' }]);
    expect(ended).toMatchObject({ state: 'passed', stages: [{ stage: 'credentials', state: 'done' }] });
    expect(asked[0]?.url.href).toBe('https://acme.okta.com/api/v1/logs?limit=1');
    expect(asked[0]?.headers.authorization).toBe('SSWS 00secret');
  });

  test.each([
    [401, 'Enter the id and the secret again'],
    [403, 'Give the account the permissions'],
    [404, 'Check the address'],
    [429, 'Try again in a few minutes'],
  ])('that answers %i fails the test, says what to do and shows no secret', async (status, fix) => {
    const body = { errorSummary: 'Invalid token 00secret provided' };
    const { ended } = await tried('okta', oktaForm, { api_token: '00secret' }, status, body);
    expect(ended.state).toBe('failed');
    expect(ended.fix).toContain(fix);
    expect(JSON.stringify(ended)).not.toContain('00secret');
  });

  it('at an address inside a private network is not called', async () => {
    const inside = { org_url: 'https://169.254.169.254' };
    const { ended, asked } = await tried('okta', inside, { api_token: '00secret' }, 200, []);
    expect([ended.state, asked.length]).toEqual(['failed', 0]);
  });
});

const token = (roles: readonly string[]): string =>
  `h.${Buffer.from(JSON.stringify({ oid: guid, roles })).toString('base64url')}.s`;
const app = { azure_tenant_id: guid, client_id: guid };
const signedIn = (roles: readonly string[]) => ({ access_token: token(roles), expires_in: 3600 });

describe('Microsoft', () => {
  it('gives a token, and the consent is read in it', async () => {
    const { ended, asked } = await tried(
      'entra-id',
      app,
      { client_secret: 's3' },
      200,
      signedIn(['AuditLog.Read.All']),
    );
    expect(ended.stages[0]?.detail).toContain('consent for AuditLog.Read.All');
    expect(asked[0]?.body).toContain('client_secret=s3');
  });

  it('without consent fails, and names the permission', async () => {
    const { ended } = await tried('m365', app, { client_secret: 's3' }, 200, signedIn([]));
    expect(ended.reason).toContain('no consent for ActivityFeed.Read');
  });

  it('needs none for a workspace, whose rights are a role in Azure', async () => {
    const { ended } = await tried('microsoft-defender', app, { client_secret: 's3' }, 200, signedIn([]));
    expect(ended.state).toBe('passed');
  });
});

test('CrowdStrike is asked for a token in its own cloud', async () => {
  const form = { cloud: 'eu-1', client_id: 'a'.repeat(32) };
  const { ended, asked } = await tried('crowdstrike', form, { client_secret: 's' }, 201, {
    access_token: 't',
  });
  expect([ended.state, asked[0]?.url.host]).toEqual(['passed', 'api.eu-1.crowdstrike.com']);
});

test('a TAXII collection must be there, and readable', async () => {
  const form = { api_root: 'https://feed.example.com/taxii2/root/', collection_id: 'c-1', username: 'u' };
  const open = { title: 'IOCs', can_read: true };
  const good = await tried('threat-feed', form, { password: 'p' }, 200, open);
  expect(good.ended.state).toBe('passed');
  expect(good.asked[0]?.url.href).toBe('https://feed.example.com/taxii2/root/collections/c-1/');
  expect(good.asked[0]?.headers.authorization).toMatch(/^Basic /);
  const shut = await tried('threat-feed', form, {}, 200, { ...open, can_read: false });
  expect(shut.ended.reason).toContain('may not be read');
});
