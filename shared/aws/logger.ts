import { Logger } from '@aws-lambda-powertools/logger';

/**
 * One JSON logger per function. What is logged: names, counts, ids and durations; never a body, an event, a header or
 * a token.
 */
export function makeLogger(serviceName: string): Logger {
  return new Logger({ serviceName, logLevel: 'INFO' });
}
