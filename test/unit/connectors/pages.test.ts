import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { connectors } from '#shared/connectors/connectors.ts';
import { connectorPage, pagePath } from '../../support/write-connector-docs.ts';

test.each(connectors)(
  'the page of $name is the committed one (npm run docs writes it again)',
  async (connector) => {
    const committed = readFileSync(pagePath(connector.name), 'utf8');
    expect(committed === (await connectorPage(connector))).toBe(true);
  },
);

test('there is no page of a connector that is gone', () => {
  const pages = readdirSync(dirname(pagePath('okta'))).map((name) => name.replace(/\.md$/, ''));
  expect(pages.sort()).toEqual(connectors.map(({ name }) => name).sort());
});
