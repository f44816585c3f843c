import { accessSync, constants } from 'node:fs';
import { connectorNamed, connectors } from '#shared/connectors/connectors.ts';
import { CliError } from './cli-error.ts';
import type { LocalCommand } from './command.ts';
import { normalizeFile } from './normalize-file.ts';

const FORMS = ['canonical', 'ecs', 'ocsf', 'udm'];

export const normalize: LocalCommand = {
  name: 'normalize',
  summary:
    'Turn raw events of a file into canonical ones, one JSON object a line (- is standard input or output)',
  usage: 'gatehouse normalize [--connector NAME] [--to canonical] --in FILE --out FILE',
  options: ['connector', 'to', 'in', 'out'],
  required: ['in', 'out'],
  async runLocal(values) {
    const { connector = 'auto', to = 'canonical', in: from = '-', out = '-' } = values;
    if (!FORMS.includes(to)) throw new CliError(`--to must be canonical, not "${to}".`);
    if (to !== 'canonical')
      throw new CliError(`--to ${to} is not there yet: leave it out to get canonical events.`);
    if (connector !== 'auto' && connectorNamed(connector) === null) {
      const names = connectors.map(({ name }) => name).join(', ');
      throw new CliError(
        `There is no connector "${connector}": use one of ${names}, or leave it out to tell by the shape.`,
      );
    }
    if (from !== '-') assertReadable(from);
    const show = process.stderr.isTTY === true;
    const counts = await normalizeFile(from, out, {
      connector,
      receivedAt: new Date(),
      onProgress: (lines, bytes) => {
        if (show) process.stderr.write(`\r${lines} lines, ${(bytes / 1e6).toFixed(1)} MB`);
      },
    });
    process.stderr.write(
      `${show ? '\r' : ''}${counts.lines} lines read: ${counts.events} events, ${counts.failed} lines that could not be read.\n`,
    );
  },
};

function assertReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new CliError(`--in ${path} can't be read: is there such a file?`);
  }
}
