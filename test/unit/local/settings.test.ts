import { describe, expect, it } from 'vitest';
import { LaunchError } from '../../../infra/local/launch-error.ts';
import { readSettings } from '../../../infra/local/settings.ts';

describe('readSettings', () => {
  it('has a port for everything without being asked', () => {
    expect(readSettings({}).ports).toEqual({
      edge: 8080,
      aws: 4566,
      openSearch: 9210,
      vendors: 8085,
    });
  });

  it('takes other ports from the environment', () => {
    const env = { GATEHOUSE_PORT: '8081', GATEHOUSE_AWS_PORT: '4567', GATEHOUSE_OPENSEARCH_PORT: '9211' };
    expect(readSettings(env).ports).toEqual({
      edge: 8081,
      aws: 4567,
      openSearch: 9211,
      vendors: 8085,
    });
  });

  it.each([
    ['GATEHOUSE_PORT', 'eighty'],
    ['GATEHOUSE_PORT', '80'],
    ['GATEHOUSE_AWS_PORT', '70000'],
    ['GATEHOUSE_OPENSEARCH_PORT', '9300'],
  ])('refuses %s=%s and says which numbers it takes', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(LaunchError);
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`${name} is "${value}".*between`));
  });

  it.each([
    'https://search.example:9200',
    'http://127.0.0.1',
    'http://somebody@127.0.0.1:9200',
    '127.0.0.1:9200',
  ])('refuses OPENSEARCH_URL=%s, which the emulator can’t pass on', (url) => {
    expect(() => readSettings({ OPENSEARCH_URL: url })).toThrow(/OPENSEARCH_URL must look like/);
  });

  it('takes a cluster of the developer’s own', () => {
    expect(readSettings({ OPENSEARCH_URL: 'http://127.0.0.1:9200' }).openSearchUrl).toBe(
      'http://127.0.0.1:9200',
    );
  });
});
