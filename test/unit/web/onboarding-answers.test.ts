import { describe, expect, it } from 'vitest';
import { setupBody } from '#shared/api/onboarding-setup.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import {
  noSecrets,
  proposeCode,
  readAnswers,
  setupBodyOf,
} from '../../../web/src/features/onboarding/answers.ts';
import { reachable } from '../../../web/src/features/onboarding/stepper.tsx';

const organisation = {
  organization_name: 'Initech',
  contact_email: 'soc@initech.example',
  industry: 'Finance',
};
const azure = {
  azure_tenant_id: 'a0000000-0000-4000-8000-000000000001',
  client_id: 'a0000000-0000-4000-8000-000000000002',
  subscription_id: 'a0000000-0000-4000-8000-000000000003',
  resource_group: 'rg-soc',
  workspace_name: 'law-soc',
  location: 'westeurope',
};
const secrets = { client_secret: 'c', sentinel_shared_key: 'k' };

describe('a customer code that is proposed', () => {
  it.each([
    ['Initech', 'initech'],
    ['Acme Rocket Works Ltd', 'acme'],
    ['The Big Bank AG', 'bigbank'],
    ['Müller & Söhne GmbH', 'muller'],
    ['3M', 'm'],
    ['', ''],
  ])('of %s is %s', (name, code) => {
    expect(proposeCode(name)).toBe(code);
  });

  it('is one that the API takes, for names of two letters and more', () => {
    for (const name of ['Initech', 'A very long name of a very long company', 'Contoso-Fabrikam-Northwind'])
      expect(tenantIdSchema.safeParse(proposeCode(name)).success).toBe(true);
  });
});

describe('saved answers', () => {
  it('of an older or foreign page are read as far as they fit', () => {
    const read = readAnswers({ existing_soc: 'yes', industry: 'Mining', azure: null, workbooks: ['x'] });
    expect(read.existing_soc).toBeNull();
    expect(read.industry).toBe('Technology');
    expect(read.azure.client_id).toBe('');
    expect(read.workbooks).toEqual([]);
  });

  it('are read back as they were saved', () => {
    const answers = readAnswers({ ...organisation, existing_soc: true, azure, templates: ['okta'] });
    expect(readAnswers(answers)).toEqual(answers);
  });
});

describe('what the setup is sent', () => {
  const bodyOf = (saved: Record<string, unknown>, typed = noSecrets) =>
    setupBodyOf(readAnswers({ ...organisation, ...saved }), typed);

  it.each(['gatehouse', 'sentinel', 'open_source', 'both'])('is taken by the API for %s', (platform) => {
    const body = bodyOf({ existing_soc: false, platform, azure }, secrets);
    expect(setupBody.safeParse(body).error).toBeUndefined();
    expect(body.azure === undefined).toBe(platform === 'gatehouse' || platform === 'open_source');
    expect(body.sentinel_shared_key).toBeUndefined();
  });

  it('of an existing SOC holds Sentinel, whatever platform was chosen before, and the key where one was typed', () => {
    const body = bodyOf({ existing_soc: true, platform: 'open_source', azure }, secrets);
    expect(setupBody.safeParse(body).error).toBeUndefined();
    expect(body.platforms).toEqual(['sentinel']);
    expect(body.sentinel_shared_key).toBe('k');
    expect(body.azure?.client_secret).toBe('c');
  });

  it('leaves secrets out that were given before', () => {
    const body = bodyOf({ existing_soc: true, azure });
    expect(JSON.stringify(body)).not.toMatch(/secret|shared_key/);
  });
});

describe('the step that may be opened next', () => {
  it('is the one after those that are done in a row', () => {
    expect(reachable([])).toBe(1);
    expect(reachable([1, 2])).toBe(3);
    expect(reachable([1, 3])).toBe(2);
    expect(reachable([1, 2, 3, 4, 5, 6])).toBe(6);
  });
});
