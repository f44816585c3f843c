import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { connectors } from '#shared/connectors/connectors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { MAX_BODY_BYTES } from '#shared/pipeline/limits.ts';
import { BATCH_BYTES } from '#shared/snippets/snippet.ts';
import { snippetsFor } from '#shared/snippets/snippets.ts';

const target = {
  tenantId: tenantIdSchema.parse('acme'),
  cellAccount: '111122223333',
  token: 'ghs_T0KEN',
  sourceId: 'source-7',
  connector: 'auto',
};
const secure = { ...target, url: 'https://siem.example.com' };
const local = { ...target, url: 'http://127.0.0.1:8080' };

test('there is a snippet for every shipper that the product names', () => {
  expect(snippetsFor(secure).map(({ shipper }) => shipper)).toEqual([
    'syslog-ng',
    'rsyslog',
    'fluent-bit',
    'vector',
    'otel-collector',
    'logstash',
    'filebeat',
    'winlogbeat',
    'nxlog',
    'splunk-hec',
    'elasticsearch-clients',
    'curl',
    'aws-s3',
    'aws-eventbridge',
    'aws-cloudwatch-logs',
  ]);
});

describe.each(['auto', ...connectors.map(({ name }) => name)])('for %s', (connector) => {
  test.each(snippetsFor({ ...secure, connector }).map((one) => [one.shipper, one] as const))(
    '%s names address and token, and nothing that is left to fill in',
    (_shipper, { text, notes }) => {
      expect(text).toContain('siem.example.com');
      expect(text).toContain('ghs_T0KEN');
      expect(text).not.toMatch(/undefined|\[object|example\.org|TODO/);
      expect(notes.length).toBeGreaterThan(0);
    },
  );
});

test('the ones in YAML and JSON can be read as such, with every kind of input', () => {
  for (const connector of ['auto', 'linux', 'windows-events', 'wazuh', 'okta']) {
    const byName = new Map(snippetsFor({ ...secure, connector }).map((one) => [one.shipper, one.text]));
    for (const name of ['vector', 'otel-collector', 'filebeat', 'winlogbeat']) {
      expect(parse(byName.get(name) ?? '')).toEqual(expect.any(Object));
    }
    const tags = ['!Ref', '!GetAtt', '!Sub'].map((tag) => ({
      tag,
      resolve: (text: string) => `${tag} ${text}`,
    }));
    for (const name of ['aws-s3', 'aws-eventbridge', 'aws-cloudwatch-logs']) {
      const template = parse(byName.get(name) ?? '', { customTags: tags });
      expect(template).toMatchObject({
        AWSTemplateFormatVersion: '2010-09-09',
        Resources: expect.any(Object),
      });
    }
    expect(JSON.parse(byName.get('splunk-hec') ?? '')).toMatchObject({ 'log-driver': 'splunk' });
  }
});

test('host, port and TLS follow from the address where a shipper wants them apart', () => {
  const text = (shipper: string, given: typeof secure) =>
    snippetsFor(given).find((one) => one.shipper === shipper)?.text ?? '';
  expect(text('fluent-bit', secure)).toMatch(/Port +443\n +tls +On/);
  expect(text('fluent-bit', local)).toMatch(/Port +8080\n +tls +Off/);
  expect(text('rsyslog', local)).toContain('server="http://127.0.0.1" serverport="8080"');
});

test('no shipper is told to send batches that the endpoint refuses', () => {
  expect(BATCH_BYTES).toBeLessThan(MAX_BODY_BYTES);
});
