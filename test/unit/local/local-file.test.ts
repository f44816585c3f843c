import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { roles } from '#shared/schema/role.ts';
import { demoUsers } from '../../../infra/local/demo-cell.ts';
import {
  type LocalFile,
  localFilePath,
  readLocalFile,
  writeLocalFile,
} from '../../../infra/local/local-file.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-local-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const facts = (): LocalFile => ({
  web: 'http://127.0.0.1:8080',
  api: 'http://127.0.0.1:8080',
  openSearch: 'http://127.0.0.1:9210',
  vendors: 'http://127.0.0.1:8085',
  azure: {
    azure_tenant_id: '7a1b2c3d-0000-4000-8000-00000000000a',
    client_id: '7a1b2c3d-0000-4000-8000-00000000000b',
    client_secret: 'x',
    subscription_id: '7a1b2c3d-0000-4000-8000-00000000000c',
  },
  okta: { token: 'okta-token' },
  falcon: { client_id: 'a'.repeat(32), client_secret: 'falcon-secret' },
  taxii: { username: 'reader', password: 'taxii-password' },
  users: demoUsers([]),
  aws: { endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1', accountId: '000000000000' },
  auth: { endpoint: 'http://127.0.0.1:4566', clientId: 'client', userPoolId: 'pool' },
  outputs: { ControlApiId: 'a1' },
});

describe('local.json', () => {
  it('is read as it was written, and only by its owner', () => {
    const written = facts();
    writeLocalFile(home, written);
    expect(readLocalFile(home)).toEqual(written);
    expect(statSync(localFilePath(home)).mode & 0o777).toBe(0o600);
  });

  it('keeps its mode when an older file was open to all', () => {
    writeFileSync(localFilePath(home), '{}', { mode: 0o644 });
    writeLocalFile(home, facts());
    expect(statSync(localFilePath(home)).mode & 0o777).toBe(0o600);
  });

  it('counts as absent when it is from another version', () => {
    writeFileSync(localFilePath(home), '{"web": 1');
    expect(readLocalFile(home)).toBeNull();
  });
});

describe('demoUsers', () => {
  it('has at least two tenants and every role', () => {
    const users = demoUsers([]);
    expect(new Set(users.map((user) => user.role))).toEqual(new Set(roles));
    const tenants = new Set(
      users.filter((user) => user.role !== 'platform_admin').map((user) => user.tenant_id),
    );
    expect(tenants.size).toBeGreaterThanOrEqual(2);
  });

  it('keeps passwords that are known and makes different ones otherwise', () => {
    const first = demoUsers([]);
    expect(demoUsers(first)).toEqual(first);
    expect(new Set(first.map((user) => user.password)).size).toBe(first.length);
    expect(demoUsers([])[0]?.password).not.toBe(first[0]?.password);
  });

  it('has passwords that the user pool’s policy takes', () => {
    for (const { password } of demoUsers([])) {
      expect(password.length).toBeGreaterThanOrEqual(12);
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(password).toMatch(kind);
    }
  });
});
