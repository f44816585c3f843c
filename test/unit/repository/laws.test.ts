import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles();
const product = files.filter(({ path }) => /^(functions|infra|shared|web|workflows)\//.test(path));
const top = (path: string) => path.split('/')[0] ?? '';

/** Layers of shared/, lowest first; a file may import its own layer and lower ones. */
const layers = [
  [/^shared\/[^/]+\.ts$/],
  [/^shared\/schema\//],
  [/^shared\/vendors\//],
  [/^shared\/ports\//],
  [/^shared\/(connectors|translate|rules|detect|attack)\//],
  [/^shared\/(alerts|cases|actions|tenants|healing|pipeline|polling|snippets|datasources)\//],
  [/^shared\/api\//],
  [/^shared\/ways\//],
  [/^shared\/aws\//],
];
const layerOf = (path: string) =>
  layers.findIndex((patterns) => patterns.some((pattern) => pattern.test(path)));

function violations(broken: (path: string, target: string) => boolean): string[] {
  return files.flatMap(({ path, imports }) =>
    imports.filter((target) => broken(path, target)).map((target) => `${path} imports ${target}`),
  );
}

describe('dependency laws', () => {
  it('nobody imports functions, infra, web or test from outside; test may import anything', () => {
    const spokes = ['functions', 'infra', 'web', 'test'];
    expect(
      violations(
        (path, target) => top(path) !== 'test' && spokes.includes(top(target)) && top(target) !== top(path),
      ),
    ).toEqual([]);
  });

  it('every folder of shared has its layer', () => {
    const without = files.filter(({ path }) => path.startsWith('shared/') && layerOf(path) < 0);
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('inside shared, imports only look down, and nobody imports shared/aws', () => {
    expect(
      violations(
        (path, target) =>
          path.startsWith('shared/') && target.startsWith('shared/') && layerOf(target) > layerOf(path),
      ),
    ).toEqual([]);
  });

  it('inside shared and functions, only shared/aws knows an AWS or OpenSearch SDK', () => {
    const sdk = /^(@aws-sdk|@smithy|@opensearch-project)\//;
    expect(
      violations(
        (path, target) =>
          /^(shared|functions|web)\//.test(path) && !path.startsWith('shared/aws/') && sdk.test(target),
      ),
    ).toEqual([]);
  });

  it('folders meet only at #shared: no relative import leaves its top-level folder', () => {
    const leaving = files.flatMap(({ path, text }) =>
      top(path) === 'shared' && /from '\.\.\//.test(text)
        ? [`${path} imports relatively across folders`]
        : [],
    );
    expect(leaving).toEqual([]);
  });
});

describe('house style', () => {
  const lines = (text: string) => text.split('\n').length - 1;

  it('no file is longer than 300 lines', () => {
    expect(
      files.filter(({ text }) => lines(text) > 300).map(({ path, text }) => `${path}: ${lines(text)}`),
    ).toEqual([]);
  });

  it('a handler parses, calls shared and answers in at most 80 lines', () => {
    const handlers = files.filter(({ path }) => /^functions\/[^/]+\/handler\.ts$/.test(path));
    expect(handlers.length).toBeGreaterThan(0);
    expect(handlers.filter(({ text }) => lines(text) > 80).map(({ path }) => path)).toEqual([]);
  });

  it('nothing in the product is left for later', () => {
    const words = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|XXX)\\b`);
    expect(product.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('no test is skipped or alone', () => {
    const muted = /\b(it|test|describe)\.(skip|only|todo)\b/;
    const tests = files.filter(
      ({ path }) => path.startsWith('test/') && !path.startsWith('test/unit/repository/'),
    );
    expect(tests.filter(({ text }) => muted.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
