import { readFileSync } from 'node:fs';
import { connectorNamed, connectors } from '#shared/connectors/connectors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { type Explanation, explainEvent } from '#shared/pipeline/explain-event.ts';
import { CliError } from './cli-error.ts';
import type { LocalCommand, Output } from './command.ts';
import { readLine } from './normalize-file.ts';
import { readSettingsFile } from './settings-file.ts';

/** Stands in the event: it belongs to nobody. */
const NOBODY = tenantIdSchema.parse('local');
const MAX_VALUE = 120;

export const explain: LocalCommand = {
  name: 'explain',
  summary: 'Show for one event which envelope, connector, scanner and mapping made each field',
  usage: 'gatehouse explain [--connector NAME] [--settings FILE] [--timezone ZONE] [--line N] --in FILE',
  options: ['connector', 'settings', 'timezone', 'line', 'in'],
  required: ['in'],
  async runLocal({ connector = 'auto', settings, timezone, line = '1', in: from = '-' }, print) {
    if (connector !== 'auto' && connectorNamed(connector) === null) {
      const names = connectors.map(({ name }) => name).join(', ');
      throw new CliError(`There is no connector "${connector}": use one of ${names}, or leave it out.`);
    }
    const text = lineOf(from, Number(line));
    const input = readLine(text, 1);
    const pack = {
      connector,
      received_at: input.receivedAt ?? new Date().toISOString(),
      timezone: timezone ?? input.timezone,
      settings: readSettingsFile(connector, settings),
    };
    let explanation: Explanation;
    try {
      explanation = explainEvent(NOBODY, pack, input.raw);
    } catch (error) {
      throw new CliError(
        `No event can be read from it: ${error instanceof Error ? error.message : 'unknown reason'}`,
      );
    }
    show(explanation, print);
  },
};

/** The N-th line that is not blank. */
function lineOf(from: string, number: number): string {
  let text: string;
  try {
    text = readFileSync(from === '-' ? 0 : from, 'utf8');
  } catch {
    throw new CliError(`--in ${from} can't be read: is there such a file?`);
  }
  const lines = text.split(/\r?\n/).filter((one) => one.trim() !== '');
  const found = lines[number - 1];
  if (found === undefined)
    throw new CliError(`--line must be a number from 1 to ${lines.length}, the lines that are not blank.`);
  return found;
}

function show({ steps, events }: Explanation, print: Output): void {
  for (const { what, text } of steps) print(`${what.padEnd(10)} ${text}`);
  if (events.length === 0) print('The envelope holds no event.');
  for (const { event, fields } of events) {
    print('');
    for (const name of ['event_id', 'timestamp', 'category', 'severity'] as const)
      print(`${name.padEnd(10)} ${event[name]}`);
    print(`actor      ${event.actor.type} ${event.actor.id}`);
    print(`target     ${event.target.type} ${event.target.id}`);
    for (const { name, value, by } of fields) {
      const text = JSON.stringify(value);
      print(`${name} = ${text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text}`);
      print(`    ${by}`);
    }
  }
}
