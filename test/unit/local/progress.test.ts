import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../infra/local/progress.ts';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 80, write: (text: string) => written.push(text), text: () => written.join('') };
}

describe('createProgress', () => {
  it('says what begins, what is done, how far it is and how long it took', async () => {
    const out = terminal(false);
    let clock = 0;
    const progress = createProgress(out, 2, () => clock);
    const result = await progress.step('cdk deploy', async (tell) => {
      clock = 4_200;
      tell('all stacks');
      return 7;
    });
    expect(result).toBe(7);
    expect(out.text()).toBe('  … cdk deploy\n  ✓ [1/2] cdk deploy: all stacks (4.2 s)\n');
  });

  it('shows only the first step that failed: the others fail because of it', async () => {
    const out = terminal(false);
    const progress = createProgress(out, 2, () => 0);
    const fail = (name: string) => progress.step(name, () => Promise.reject(new Error(name)));
    await expect(fail('one')).rejects.toThrow('one');
    await expect(fail('two')).rejects.toThrow('two');
    expect(out.text()).toContain('✗ one');
    expect(out.text()).not.toContain('✗ two');
  });

  it('leaves whole lines on a terminal', async () => {
    const out = terminal(true);
    await createProgress(out, 1, () => 0).step('Web build', async () => {});
    expect(out.text().endsWith('✓ [1/1] Web build (0.0 s)\n')).toBe(true);
  });
});
