/** What a fresh process needs to have a saved ruleset ready, as a Lambda does: started by the detection bench. */
import { readFileSync } from 'node:fs';
import { loadSavedRuleset } from '#shared/detect/saved-ruleset.ts';
import { buildEvent } from '../support/builders/event.ts';

const [file = ''] = process.argv.slice(2);
const started = process.cpuUsage();
const ruleset = loadSavedRuleset(readFileSync(file));
const { user, system } = process.cpuUsage(started);
const rss = process.memoryUsage.rss();
const before = process.cpuUsage();
ruleset.match(buildEvent('acme', {}));
const first = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    /** Milliseconds of CPU time, reading and parsing the file included. */
    ready: (user + system) / 1_000,
    first: (first.user + first.system) / 1_000,
    whole: (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
    megabytes: rss / 1e6,
  }),
);
