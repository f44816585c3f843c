import { readdirSync, readFileSync } from 'node:fs';

/** Our own rules, one file each. */
const CONTENT = new URL('./content/', import.meta.url);

/**
 * Reads every file of the rules folder, in the order of their names, so that the compiled ruleset is the same bytes
 * each time. For the build, the command line and tests; a function carries the compiled ruleset instead.
 */
export function readRuleFiles(folder: URL = CONTENT): { path: string; text: string }[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(new URL(name, folder), 'utf8') }));
}
