import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './table.ts';

const page = new URL('../../docs/aws.md', import.meta.url);
writeFileSync(page, withTables(readFileSync(page, 'utf8')));
