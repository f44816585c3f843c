/** Ends the launcher: its message is the one sentence that tells the developer what to do. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}
