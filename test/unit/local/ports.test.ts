import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkPorts, freePort, isPortBusy } from '../../../infra/local/ports.ts';
import { readSettings } from '../../../infra/local/settings.ts';

let server: Server | undefined;

async function occupy(): Promise<number> {
  const port = await freePort();
  server = createServer();
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  return port;
}

afterEach(() => {
  server?.close();
  server = undefined;
});

describe('checkPorts', () => {
  it('names the busy port, what it was for, and the variable that chooses another', async () => {
    const busy = await occupy();
    const settings = readSettings({});
    const ports = {
      edge: await freePort(),
      aws: busy,
      vendors: await freePort(),
      openSearch: await freePort(),
    };
    await expect(checkPorts({ ...settings, ports })).rejects.toThrow(
      new RegExp(`^Port ${busy} for the AWS emulator is in use: .*GATEHOUSE_AWS_PORT=\\d+ npm start\\.$`),
    );
  });

  it('does not care for OpenSearch’s port where the developer has a cluster', async () => {
    const busy = await occupy();
    const settings = readSettings({ OPENSEARCH_URL: 'http://127.0.0.1:9200' });
    const ports = {
      edge: await freePort(),
      aws: await freePort(),
      vendors: await freePort(),
      openSearch: busy,
    };
    await expect(checkPorts({ ...settings, ports })).resolves.toBeUndefined();
  });
});

describe('isPortBusy', () => {
  it('tells a port that is listened on from one that is not', async () => {
    expect(await isPortBusy(await occupy())).toBe(true);
    expect(await isPortBusy(await freePort())).toBe(false);
  });
});
