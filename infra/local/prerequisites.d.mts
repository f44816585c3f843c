/** Runs a command and says whether it could, and what it printed. */
export type Probe = (command: string, args: readonly string[]) => { ok: boolean; output: string };

/** One sentence for each thing that is missing; empty when all is there. */
export function missingPrerequisites(facts: {
  nodeVersion: string;
  env: Readonly<Record<string, string | undefined>>;
  probe: Probe;
}): string[];

/** The first of `python3` and `python` that is 3.10 or newer and can make virtual environments. */
export function findPython(probe: Probe): string | undefined;

/** What will run OpenSearch here, in the order in which the launcher prefers them. */
export function findOpenSearchWay(
  env: Readonly<Record<string, string | undefined>>,
  probe: Probe,
): 'url' | 'maven' | 'docker' | undefined;

export const probe: Probe;
