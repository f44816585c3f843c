import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const web = new URL('../../../web', import.meta.url).pathname;
let out = '';
let files = new Map<string, Buffer>();

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'gatehouse-web-'));
  await build({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: out, emptyOutDir: true },
  });
  const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  files = new Map(entries.map((one) => [one.name, readFileSync(join(one.parentPath, one.name))]));
});

afterAll(() => rm(out, { recursive: true, force: true }));

const ending = (suffix: string) => [...files].filter(([name]) => name.endsWith(suffix));
const text = (suffix: string) =>
  ending(suffix)
    .map(([, content]) => content.toString())
    .join('\n');

describe('the built web app', () => {
  const gzipped = (scripts: readonly Buffer[]) =>
    scripts.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);

  it('loads at most 45 kB of script, gzipped, before the first page, and holds at most 80 kB in all', () => {
    const first = ending('.js').filter(([name]) => text('.html').includes(name));
    expect(first.length).toBeLessThan(ending('.js').length);
    const bytes = gzipped(first.map(([, content]) => content));
    expect(bytes).toBeGreaterThan(5_000);
    expect(bytes).toBeLessThanOrEqual(45_000);
    expect(gzipped(ending('.js').map(([, content]) => content))).toBeLessThanOrEqual(80_000);
  });

  it('takes nothing but types from the schemas: no zod travels to the browser', () => {
    expect(text('.js')).not.toMatch(/ZodError|invalid_union|strictObject/);
  });

  it('holds no inline script or style, which the content security policy would refuse', () => {
    const html = text('.html');
    expect(html).toMatch(/Content-Security-Policy/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });

  it('loads nothing from another host', () => {
    for (const [, src] of text('.html').matchAll(/(?:src|href)="([^"]+)"/g)) expect(src).toMatch(/^\//);
    expect(text('.css')).not.toMatch(/url\(["']?(?:https?:|\/\/|data:)|@import/);
  });

  it('holds no configuration of any cell: that is read from /config.json', () => {
    expect(text('.js')).toContain('/config.json');
    expect(text('.js')).not.toMatch(/cognito-idp\.[a-z0-9-]+\.amazonaws|[a-z]{2}-[a-z]+-\d_[A-Za-z0-9]{9}/);
  });
});
