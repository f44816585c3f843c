import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { routes } from '#shared/api/routes.ts';
import { addCell } from '../../infra/cell.ts';
import { findCell, type Stage } from '../../infra/config.ts';
import { functionSpecs } from '../../infra/functions.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string | string[];
};
export type Entry = { stack: string; id: string; resource: Resource };
type Template = { Resources: Record<string, Resource> };

const parts = ['data', 'app', 'web'] as const;
type Part = (typeof parts)[number];

/** The templates of one cell. Code and web assets are empty files: what is in them is no matter of infrastructure. */
export function synthesize(stage: Stage, region: string) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-infra-'));
  const bundles = join(folder, 'functions');
  for (const { name } of functionSpecs) {
    mkdirSync(join(bundles, name), { recursive: true });
    writeFileSync(join(bundles, name, 'index.mjs'), 'export const handler = () => {};\n');
  }
  const webAssets = join(folder, 'web');
  mkdirSync(webAssets);
  writeFileSync(join(webAssets, 'index.html'), '<!doctype html>');
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const app = new App({
    analyticsReporting: false,
    // AWS’s schemas are held by the one test that synthesises the real app.
    builtinCloudFormationValidation: false,
    outdir: join(folder, 'out'),
    context,
  });
  const cell = findCell({ stage, region });
  const stacks = addCell(app, cell, {
    root,
    bundles,
    routes,
    webAssets: stage === 'local' ? undefined : webAssets,
  });
  const assembly = app.synth();
  const templates = Object.fromEntries(
    parts.map((part) => [part, assembly.getStackByName(`gatehouse-${stage}-${part}`).template as Template]),
  ) as Record<Part, Template>;
  rmSync(folder, { recursive: true });
  const all: Entry[] = parts.flatMap((stack) =>
    Object.entries(templates[stack].Resources).map(([id, resource]) => ({ stack, id, resource })),
  );
  return {
    app,
    cell,
    stacks,
    assembly,
    all,
    ofType: (type: string) => all.filter((e) => e.resource.Type === type),
  };
}

export type Cellular = ReturnType<typeof synthesize>;

/** Reads a path such as `SSESpecification.SSEEnabled` out of a resource's properties. */
export function property(entry: Entry, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name],
      entry.resource.Properties,
    );
}

export type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
};

export function list<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
