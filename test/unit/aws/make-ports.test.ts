import { describe, expect, it } from 'vitest';
import { makeApiPorts } from '#shared/aws/make-ports.ts';

const env = {
  STAGE: 'test',
  AWS_REGION: 'eu-west-1',
  RESIDENCY: 'any,eu',
  TENANTS_TABLE: 'tenants',
  AUDIT_TABLE: 'audit',
};

describe('the ports of an API function', () => {
  it('need only the environment of what is used', () => {
    const ports = makeApiPorts(env);
    expect(ports.cell).toEqual({ stage: 'test', region: 'eu-west-1', residency: ['any', 'eu'] });
    expect(ports.tenants).toBe(ports.tenants);
    expect(() => ports.cases).toThrow(/CASES_TABLE/);
  });

  it('fail the cold start when something that is needed for certain is missing', () => {
    expect(() => makeApiPorts(env, ['tenants', 'cell'])).not.toThrow();
    expect(() => makeApiPorts(env, ['tenants', 'limiter'])).toThrow(/CONTROL_TABLE/);
    expect(() => makeApiPorts({ ...env, RESIDENCY: 'eu,mars' }, ['cell'])).toThrow(/RESIDENCY/);
  });

  it('check what the function was told about, and nothing else', () => {
    expect(Object.keys(makeApiPorts(env).checks)).toEqual(['dynamodb']);
    const more = { ...env, RAW_STREAM: 'raw', OPENSEARCH_URL: 'http://127.0.0.1:9' };
    expect(Object.keys(makeApiPorts(more).checks).sort()).toEqual(['dynamodb', 'kinesis', 'opensearch']);
  });

  it('make secrets of 32 bytes that never repeat', () => {
    const { newSecret, newId } = makeApiPorts(env);
    const secrets = new Set(Array.from({ length: 100 }, newSecret));
    expect(secrets.size).toBe(100);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(newId()).not.toBe(newId());
  });
});
