import { describe, expect, it } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const analyst = buildClaims('soc_analyst');
const admin = buildClaims('tenant_admin');
const body = { title: 'Look into alice', severity: 'high' };
const headers = { 'idempotency-key': 'key-1' };

describe('a repeated Idempotency-Key', () => {
  it('answers as the first time and does nothing again', async () => {
    const fake = makeTwoTenants();
    const first = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    const again = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.location).toBe(first.headers.location);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(fake.state.cases.size).toBe(3);
    expect(fake.state.audit).toHaveLength(1);
  });

  it('with another body is 422', async () => {
    const { ports } = makeTwoTenants();
    await callApi(ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    const other = await callApi(ports, 'POST /api/v1/cases', {
      as: analyst,
      headers,
      body: { ...body, title: 'x' },
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('in another path of the same operation is 422', async () => {
    const fake = makeTwoTenants();
    const text = { text: 'x' };
    await callApi(fake.ports, 'POST /api/v1/cases/case-of-acme/comments', {
      as: analyst,
      headers,
      body: text,
    });
    const other = await callApi(fake.ports, 'POST /api/v1/cases/case-2/comments', {
      as: analyst,
      headers,
      body: text,
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('is 409 while the first request runs', async () => {
    const fake = makeTwoTenants();
    let second: Promise<{ status: number; body: { code: string } }> | undefined;
    const create = fake.ports.cases.create;
    fake.ports.cases.create = async (...given) => {
      second = callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
      await second;
      return create(...given);
    };
    const first = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    const answer = await second;
    expect([first.status, answer?.status, answer?.body.code]).toEqual([201, 409, 'conflict']);
  });

  it("is nobody else's: users and operations have their own", async () => {
    const fake = makeTwoTenants();
    await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    const other = await callApi(fake.ports, 'POST /api/v1/cases', { as: admin, headers, body });
    expect([other.status, other.headers['idempotent-replayed']]).toEqual([201, undefined]);
    const source = { name: 'x', source_type: 'dns' };
    expect(
      (await callApi(fake.ports, 'POST /api/v1/sources', { as: admin, headers, body: source })).status,
    ).toBe(201);
    expect(fake.state.cases.size).toBe(4);
  });

  it('is free again after a failed request', async () => {
    const fake = makeTwoTenants();
    const create = fake.ports.cases.create;
    fake.ports.cases.create = async () => {
      throw new DomainError('unavailable', 'Not now.');
    };
    const failed = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    fake.ports.cases.create = create;
    const again = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    expect([failed.status, again.status]).toEqual([503, 201]);
  });

  it('shows the first error also when the key could not be freed', async () => {
    const fake = makeTwoTenants();
    fake.ports.cases.create = async () => {
      throw new DomainError('conflict', 'The case exists.');
    };
    fake.ports.idempotency.release = () => Promise.reject(new Error('throttled'));
    const failed = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    expect([failed.status, failed.body.detail]).toEqual([409, 'The case exists.']);
  });

  it('makes no second case when the first request died before its answer was kept', async () => {
    const fake = makeTwoTenants();
    fake.ports.idempotency.complete = () => Promise.reject(new Error('throttled'));
    const first = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    expect([first.status, first.report.error]).toEqual([201, { name: 'Error', message: 'throttled' }]);
    fake.state.idempotency.clear();
    const again = await callApi(fake.ports, 'POST /api/v1/cases', { as: analyst, headers, body });
    expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    expect(fake.state.cases.size).toBe(3);
  });

  it('never shows a source token a second time and keeps it nowhere', async () => {
    const fake = makeTwoTenants();
    const where = 'POST /api/v1/sources/source-of-acme/tokens';
    const first = await callApi(fake.ports, where, { as: admin, headers });
    const again = await callApi(fake.ports, where, { as: admin, headers });
    expect(first.body.token).toBe(`ghs_${'A'.repeat(43)}`);
    expect(again.body).toEqual({ ...first.body, token: null });
    const held = JSON.stringify([...fake.state.idempotency, ...fake.state.tokens, fake.state.audit]);
    expect(held).not.toContain(first.body.token);
  });
});

describe('an Idempotency-Key', () => {
  for (const key of ['', ' ', 'x'.repeat(256), 'ключ']) {
    it(`that is none is refused: "${key.slice(0, 5)}"`, async () => {
      const { ports } = makeTwoTenants();
      const answer = await callApi(ports, 'POST /api/v1/cases', {
        as: analyst,
        headers: { 'idempotency-key': key },
        body,
      });
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    });
  }

  it('is not looked at where repeating does no harm', async () => {
    const fake = makeTwoTenants();
    const answer = await callApi(fake.ports, 'GET /api/v1/cases', { as: analyst, headers });
    expect([answer.status, fake.state.idempotency.size]).toEqual([200, 0]);
  });
});
