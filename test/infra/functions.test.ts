import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domains } from '#shared/api/route.ts';
import { routes } from '#shared/api/routes.ts';
import { makeApiPorts } from '#shared/aws/make-ports.ts';
import { TAKE_VARIABLES } from '#shared/aws/make-take-ports.ts';
import { compileOwnRules } from '#shared/detect/compile-ruleset.ts';
import { loadSavedRuleset } from '#shared/detect/saved-ruleset.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { readRuleFiles } from '#shared/rules/read-rule-files.ts';
import { bundleFunctions, handlerNames, writeRules } from '../../infra/bundle.ts';
import { functionSpecs } from '../../infra/functions.ts';
import { property, root, synthesize } from './synthesized.ts';

const cell = synthesize('prod', 'eu-west-1');
const specNames = functionSpecs.map(({ name }) => name).sort();

/** The variables that a function is given, AWS’s own among them. */
function environmentOf(name: string): Record<string, string> {
  const fn = cell
    .ofType('AWS::Lambda::Function')
    .find((entry) => property(entry, 'Environment.Variables.POWERTOOLS_SERVICE_NAME') === name);
  const given = (fn && property(fn, 'Environment.Variables')) as Record<string, unknown> | undefined;
  if (!given) throw new Error(`${name} has no Lambda`);
  const asText = Object.entries(given).map(([key, value]): [string, string] => {
    if (typeof value === 'string') return [key, value];
    return [
      key,
      key.endsWith('_URL') || key === 'OIDC_ISSUER' ? 'https://example.com' : JSON.stringify(value),
    ];
  });
  return { ...Object.fromEntries(asText), AWS_REGION: 'eu-west-1' };
}

it('every folder with a handler has a Lambda, and every Lambda a folder', () => {
  expect(specNames).toEqual(handlerNames(root));
});

it('a function that does not exist is named when the bundle is made', () => {
  expect(() => bundleFunctions(root, ['ingest', 'nowhere'], join(tmpdir(), 'gatehouse-never'))).toThrow(
    'write functions/nowhere/handler.ts',
  );
});

it('every function with a schedule is called by a rule at its time, and may be', () => {
  const functions = cell.ofType('AWS::Lambda::Function');
  const idOf = (name: string) =>
    functions.find((entry) => property(entry, 'Environment.Variables.POWERTOOLS_SERVICE_NAME') === name)?.id;
  const rules = cell.ofType('AWS::Events::Rule').map((rule) => ({
    when: property(rule, 'ScheduleExpression'),
    state: property(rule, 'State'),
    target: (property(rule, 'Targets') as { Arn: { 'Fn::GetAtt'?: [string, string] } }[])[0]?.Arn,
  }));
  const called = functionSpecs.flatMap(({ name, trigger }): { name: string; when: string }[] => {
    if (trigger.kind === 'schedule') return [{ name, when: `cron(17 ${trigger.hourUtc} * * ? *)` }];
    if (trigger.kind !== 'interval') return [];
    return [{ name, when: `rate(${trigger.minutes} minute${trigger.minutes === 1 ? '' : 's'})` }];
  });
  expect(called.map(({ name }) => name)).toContain('check-drift');
  for (const { name, when } of called) {
    const found = rules.filter(({ target }) => target?.['Fn::GetAtt']?.[0] === idOf(name));
    expect([name, found.map((rule) => [rule.when, rule.state])]).toEqual([name, [[when, 'ENABLED']]]);
    const permitted = cell
      .ofType('AWS::Lambda::Permission')
      .filter((entry) => property(entry, 'Principal') === 'events.amazonaws.com')
      .some(
        (entry) =>
          (property(entry, 'FunctionName') as { 'Fn::GetAtt'?: [string] })['Fn::GetAtt']?.[0] === idOf(name),
      );
    expect([name, permitted]).toEqual([name, true]);
  }
});

describe('the environment of', () => {
  it.each(specNames)('%s has what its handler reads', (name) => {
    const source = readFileSync(join(root, 'functions', name, 'handler.ts'), 'utf8');
    const wanted = [...source.matchAll(/readEnvironment\(\s*process\.env,([^)]*)\)/g)].flatMap(
      ([, args = '']) => [
        ...[...args.matchAll(/'([A-Z_]+)'/g)].map(([, variable = '']) => variable),
        ...(args.includes('...TAKE_VARIABLES') ? TAKE_VARIABLES : []),
      ],
    );
    expect(wanted.length > 0 || !source.includes('readEnvironment(')).toBe(true);
    const given = environmentOf(name);
    expect(wanted.filter((variable) => given[variable] === undefined)).toEqual([]);
  });

  it.each(domains)('api-%s has what its routes ask their ports for', (domain) => {
    const files = readdirSync(join(root, 'shared/api/routes')).map((file) =>
      readFileSync(join(root, 'shared/api/routes', file), 'utf8'),
    );
    expect(routes.filter((route) => route.domain === domain).length).toBeGreaterThan(0);
    const ofDomain = files.filter((text) => text.includes(`domain: '${domain}'`));
    const asked = ofDomain.flatMap((text) => [
      ...[...text.matchAll(/ports\.([a-zA-Z]+)/g)].map(([, port = '']) => port),
      ...[...text.matchAll(/existing(Alert|Case|Source|Tenant)\(/g)].map(
        ([, noun = '']) => `${noun.toLowerCase()}s`,
      ),
    ]);
    // What the dispatcher asks for before and after every route.
    const needs = new Set([...asked, 'tenants', 'limiter', 'idempotency', 'audit']);
    expect(() => makeApiPorts(environmentOf(`api-${domain}`), [...needs] as (keyof Ports)[])).not.toThrow();
  });
});

describe('the bundles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bundle-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const made = ['first', 'second'].map((name) => join(folder, name));
  const [first = '', second = ''] = made;
  beforeAll(() => {
    for (const outdir of made) writeRules(bundleFunctions(root, specNames, outdir));
  }, 240_000);

  it('are the same bytes each time, so that a deploy without changes uploads nothing', () => {
    const hashes = (outdir: string) =>
      specNames.flatMap((name) =>
        readdirSync(join(outdir, name))
          .sort()
          .map((file) =>
            createHash('sha256')
              .update(readFileSync(join(outdir, name, file)))
              .digest('hex'),
          ),
      );
    // Six of them have the ruleset beside them.
    expect(hashes(first)).toHaveLength(specNames.length + 6);
    expect(hashes(second)).toEqual(hashes(first));
  });

  it('carry a ruleset that detection can load', () => {
    expect(() => loadSavedRuleset(readFileSync(join(first, 'detect', 'rules.bin')))).not.toThrow();
    const rules: unknown = JSON.parse(readFileSync(join(first, 'api-content', 'rules.json'), 'utf8'));
    expect(rules).toEqual(compileOwnRules(readRuleFiles()));
  });

  it('load without an environment and export a handler', () => {
    const files = specNames.map((name) => pathToFileURL(join(first, name, 'index.mjs')).href);
    const script = `for (const file of ${JSON.stringify(files)}) console.log(typeof (await import(file)).handler);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: {},
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(specNames.map(() => 'function'));
  });
});
