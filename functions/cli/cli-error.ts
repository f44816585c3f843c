/** Ends the command with exit code 1; its message is the one sentence on stderr. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
