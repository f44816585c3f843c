import { join } from 'node:path';
import { freeOpenSearchPort, freePort } from './ports.ts';
import { readSettings, type Settings } from './settings.ts';

/** A stack for tests: its own home and free ports, so that it runs beside an `npm start`, and nothing kept. */
export async function testSettings(env: Readonly<Record<string, string | undefined>>): Promise<Settings> {
  const { OPENSEARCH_URL } = env;
  const settings = readSettings(OPENSEARCH_URL ? { OPENSEARCH_URL } : {});
  return {
    ...settings,
    home: join(settings.tools, 'test'),
    ports: {
      edge: await freePort(),
      aws: await freePort(),
      vendors: await freePort(),
      openSearch: await freeOpenSearchPort(),
    },
    keepState: false,
  };
}
