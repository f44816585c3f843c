/** Shows the launcher's steps: what runs now, what is done, and how long each took. */
export type Progress = {
  /** Runs `work` as a named step; `work` may say how far it is with `tell`. */
  step<T>(name: string, work: (tell: (detail: string) => void) => Promise<T>): Promise<T>;
  note(line: string): void;
};

type Out = { write(text: string): unknown; isTTY?: boolean; columns?: number };

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** `total` is how many steps there will be; `now` gives milliseconds. */
export function createProgress(out: Out, total: number, now: () => number = Date.now): Progress {
  const running = new Map<string, { since: number; detail: string }>();
  let done = 0;
  let failed = false;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  const seconds = (since: number) => `${((now() - since) / 1000).toFixed(1)} s`;

  function draw(): void {
    if (!out.isTTY) return;
    frame = (frame + 1) % frames.length;
    const parts = [...running].map(
      ([name, { since, detail }]) => `${name}${detail ? ` (${detail})` : ''} ${seconds(since)}`,
    );
    const line = `  ${frames[frame]} ${done}/${total} ${parts.join(' · ')}`;
    out.write(`\r\u001b[2K${line.slice(0, (out.columns ?? 80) - 1)}`);
  }

  function print(line: string): void {
    out.write(out.isTTY ? `\r\u001b[2K${line}\n` : `${line}\n`);
  }

  function settle(name: string): number {
    const since = running.get(name)?.since ?? now();
    running.delete(name);
    if (running.size === 0 && timer) {
      clearInterval(timer);
      timer = undefined;
      if (out.isTTY) out.write('\r\u001b[2K');
    }
    return since;
  }

  return {
    async step(name, work) {
      const entry = { since: now(), detail: '' };
      running.set(name, entry);
      if (out.isTTY) timer ??= setInterval(draw, 120).unref();
      else print(`  … ${name}`);
      try {
        const result = await work((detail) => {
          entry.detail = detail;
        });
        const since = settle(name);
        done += 1;
        print(`  ✓ [${done}/${total}] ${name}${entry.detail ? `: ${entry.detail}` : ''} (${seconds(since)})`);
        return result;
      } catch (error) {
        const since = settle(name);
        // The first failure makes the others fail; only the first says what to do.
        if (!failed) print(`  ✗ ${name} (${seconds(since)})`);
        failed = true;
        throw error;
      }
    },
    note: print,
  };
}
