import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withSchemaTables } from '../../support/write-schema-docs.ts';

test('docs/schemas.md says what the tables say (npm run docs writes it again)', () => {
  const page = readFileSync(new URL('../../../docs/schemas.md', import.meta.url), 'utf8');
  expect(withSchemaTables(page)).toBe(page);
  expect(page).toContain('| `source.ip` |');
});
