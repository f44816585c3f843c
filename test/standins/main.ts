import { allStandins, standinCredentialsSchema } from './all.ts';
import { startStandins } from './server.ts';

/**
 * `node test/standins/main.ts`: all stand-ins on GATEHOUSE_VENDORS_PORT (8085) of 127.0.0.1, with the credentials that
 * STANDIN_CREDENTIALS holds as JSON. Stops on a signal.
 */
const credentials = standinCredentialsSchema.parse(JSON.parse(process.env.STANDIN_CREDENTIALS ?? '{}'));
const server = await startStandins(
  allStandins(credentials),
  Number(process.env.GATEHOUSE_VENDORS_PORT ?? '8085'),
);
process.stdout.write(`stand-ins answer at ${server.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
