import { describe, expect, it } from 'vitest';
import { flatStates, readWorkflows, successors } from './definition.ts';

describe.each(readWorkflows())('the workflow $name', ({ text, definition, cases }) => {
  const all = flatStates(definition);
  const states = Object.entries(all);
  const edges = states.flatMap(([name, state]) => successors(state).map((next) => `${name} → ${next}`));

  it('leads only to states that exist, and reaches each of them', () => {
    const known = new Set(Object.keys(all));
    const reached = new Set<string>();
    const open = [definition.StartAt];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const state = all[name];
      if (state === undefined) throw new Error(`A transition leads to ${name}, which does not exist.`);
      if (reached.has(name)) continue;
      reached.add(name);
      open.push(...successors(state));
    }
    expect(reached).toEqual(known);
  });

  it('goes on from every state that is not an end', () => {
    for (const [name, state] of states) {
      const ends = state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
      const ways = state.Type === 'Choice' ? state.Default : state.Next;
      expect([name, ends !== (ways !== undefined)]).toEqual([name, true]);
    }
  });

  it('bounds, retries and catches every task', () => {
    for (const [name, state] of states.filter(([, { Type }]) => Type === 'Task')) {
      expect(state, name).toMatchObject({
        TimeoutSeconds: expect.any(Number),
        Retry: [{ MaxAttempts: expect.any(Number), BackoffRate: expect.any(Number) }],
        Catch: [{ ErrorEquals: ['States.ALL'] }],
      });
    }
  });

  it('uses JSONata only, and names resources only through substitutions', () => {
    expect(text).not.toMatch(/"(Parameters|ResultPath|ResultSelector|InputPath|OutputPath|ItemsPath)"|\.\$"/);
    expect(text).not.toMatch(/arn:aws:(?!states:::)|\b\d{12}\b/);
    for (const [substitution] of text.matchAll(/\$\{[^}]*\}/g))
      expect(substitution).toMatch(/^\$\{[A-Z][A-Za-z]*\}$/);
  });

  it('has cases that walk along its transitions, and together along all of them', () => {
    const walked = new Set<string>();
    for (const { path, answers, name } of cases) {
      expect([name, path[0]]).toEqual([name, definition.StartAt]);
      for (const [i, next] of path.slice(1).entries()) walked.add(`${path[i]} → ${next}`);
      const tasks = path.filter((state) => all[state]?.Type === 'Task');
      expect(Object.keys(answers).sort()).toEqual([...new Set(tasks)].sort());
      expect(successors(all[path.at(-1) ?? ''] ?? { Type: 'Fail' })).toEqual([]);
    }
    expect([...walked].sort()).toEqual([...new Set(edges)].sort());
  });
});
