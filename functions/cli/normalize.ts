import { accessSync, constants } from 'node:fs';
import { connectorNamed, connectors } from '#shared/connectors/connectors.ts';
import { eventSchemaSchema } from '#shared/schema/event.ts';
import { CliError } from './cli-error.ts';
import type { LocalCommand } from './command.ts';
import { normalizeFile } from './normalize-file.ts';
import { readSettingsFile } from './settings-file.ts';

export const normalize: LocalCommand = {
  name: 'normalize',
  summary:
    'Turn raw events of a file into canonical ones or those of a schema, one JSON object a line (- is standard input or output)',
  usage:
    'gatehouse normalize [--connector NAME] [--settings FILE] [--to canonical|ecs|ocsf|udm] --in FILE --out FILE',
  options: ['connector', 'settings', 'to', 'in', 'out'],
  required: ['in', 'out'],
  async runLocal(values) {
    const { connector = 'auto', settings, to = 'canonical', in: from = '-', out = '-' } = values;
    const form = eventSchemaSchema.safeParse(to);
    if (!form.success)
      throw new CliError(`--to must be one of ${eventSchemaSchema.options.join(', ')}, not "${to}".`);
    if (connector !== 'auto' && connectorNamed(connector) === null) {
      const names = connectors.map(({ name }) => name).join(', ');
      throw new CliError(
        `There is no connector "${connector}": use one of ${names}, or leave it out to tell by the shape.`,
      );
    }
    const prepared = readSettingsFile(connector, settings);
    if (from !== '-') assertReadable(from);
    const show = process.stderr.isTTY === true;
    const counts = await normalizeFile(from, out, {
      connector,
      settings: prepared,
      to: form.data,
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
