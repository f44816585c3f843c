/**
 * Runs all checks at once. Each becomes `ok`, `timeout`, or the name of what it threw: names tell an operator where to
 * look and, unlike messages, hold no address and no secret.
 */
export async function runChecks(
  checks: Readonly<Record<string, () => Promise<void>>>,
  timeoutMs: number,
): Promise<Record<string, string>> {
  const names = Object.keys(checks).sort();
  const results = await Promise.all(names.map((name) => run(checks[name], timeoutMs)));
  return Object.fromEntries(names.map((name, i) => [name, results[i] ?? 'unknown']));
}

async function run(check: (() => Promise<void>) | undefined, timeoutMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMs);
  });
  try {
    return await Promise.race([late, Promise.resolve(check?.()).then(() => 'ok')]);
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  } finally {
    clearTimeout(timer);
  }
}
