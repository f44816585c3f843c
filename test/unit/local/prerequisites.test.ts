import { describe, expect, it } from 'vitest';
import { findOpenSearchWay, findPython, missingPrerequisites } from '../../../infra/local/prerequisites.mjs';

/** A machine that has the named programs and nothing else. */
const machine =
  (...programs: string[]) =>
  (command: string) => ({ ok: programs.includes(command), output: '' });

const everything = ['npm', 'git', 'python3', 'mvn'];
const missingOn = (programs: string[], env = {}, nodeVersion = '20.11.0') =>
  missingPrerequisites({ nodeVersion, env, probe: machine(...programs) });

describe('missingPrerequisites', () => {
  it('finds nothing to say on a machine that has all', () => {
    expect(missingOn(everything)).toEqual([]);
  });

  it.each(everything)('says in one sentence what to do when %s is missing', (program) => {
    const missing = missingOn(everything.filter((one) => one !== program));
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatch(/install|start/);
    expect(missing[0]).not.toContain('\n');
  });

  it('names the version of a Node that is too old', () => {
    expect(missingOn(everything, {}, '18.20.0')).toEqual([
      expect.stringContaining('Node 18.20.0 is too old'),
    ]);
  });

  it('names everything that is missing, not only the first', () => {
    expect(missingOn([])).toHaveLength(4);
  });

  it.each([
    ['OPENSEARCH_URL', ['npm', 'git', 'python3'], { OPENSEARCH_URL: 'http://127.0.0.1:9200' }],
    ['a Docker engine', ['npm', 'git', 'python3', 'docker'], {}],
  ])('takes %s in place of Maven', (_name, programs, env) => {
    expect(missingOn(programs, env)).toEqual([]);
  });
});

describe('findOpenSearchWay', () => {
  it('prefers one’s own cluster, then Maven, then Docker', () => {
    const env = { OPENSEARCH_URL: 'http://127.0.0.1:9200' };
    expect(findOpenSearchWay(env, machine('mvn', 'docker'))).toBe('url');
    expect(findOpenSearchWay({}, machine('mvn', 'docker'))).toBe('maven');
    expect(findOpenSearchWay({}, machine('docker'))).toBe('docker');
    expect(findOpenSearchWay({}, machine())).toBeUndefined();
  });
});

describe('findPython', () => {
  it('takes python where there is no python3', () => {
    expect(findPython(machine('python'))).toBe('python');
  });
});
