import type { Command } from './command.ts';

export const token: Command = {
  name: 'token',
  summary: 'Print an ID token of a user of the local cell, for the API',
  usage: 'gatehouse token --user EMAIL',
  options: ['user'],
  required: ['user'],
  async run(cell, values, print) {
    print(await cell.tokenOf(values.user ?? ''));
  },
};
