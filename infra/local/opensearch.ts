import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.ts';
import { findOpenSearchWay, probe } from './prerequisites.mjs';
import type { Command, Processes } from './processes.ts';
import type { Settings } from './settings.ts';
import { installOpenSearch, javaOf } from './tools.ts';
import { answers, waitFor } from './wait.ts';

const dockerImage = 'opensearchproject/opensearch:3.3.2';

/** Docker's name for the container and the volume of this home. */
export function dockerName(home: string): string {
  return `gatehouse-opensearch-${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
}

/** A node on the jars from Maven Central. Its data stays under the stack's home. */
async function javaNode(settings: Settings, processes: Processes, python: Promise<string>): Promise<Command> {
  const [jars, java] = await Promise.all([
    installOpenSearch(settings, processes),
    python.then((path) => javaOf(path, settings, processes)),
  ]);
  const base = join(settings.home, 'opensearch');
  const config = join(base, 'config');
  mkdirSync(config, { recursive: true });
  copyFileSync(join(settings.root, 'infra/local/opensearch/opensearch.yml'), join(config, 'opensearch.yml'));
  return {
    name: 'OpenSearch',
    command: java,
    args: [
      '-Xms512m',
      '-Xmx512m',
      '--enable-native-access=ALL-UNNAMED',
      // After the JVM's own rules come ICU's, for the languages that this Java lacks.
      '-Djava.locale.providers=CLDR,SPI',
      '-cp',
      join(jars, '*'),
      'org.codelibs.opensearch.runner.OpenSearchRunner',
      ...['-basePath', base, '-confPath', config, '-numOfNode', '1'],
      ...['-baseHttpPort', String(settings.ports.openSearch - 1), '-clusterName', dockerName(settings.home)],
    ],
    cwd: settings.root,
    env: process.env,
    log: join(settings.home, 'logs', 'opensearch.log'),
  };
}

function dockerNode(settings: Settings): Command {
  const name = dockerName(settings.home);
  return {
    name: 'OpenSearch',
    command: 'docker',
    args: [
      ...['run', '--rm', '--name', name, '-p', `127.0.0.1:${settings.ports.openSearch}:9200`],
      ...['-v', `${name}:/usr/share/opensearch/data`],
      ...['-e', 'discovery.type=single-node', '-e', 'DISABLE_SECURITY_PLUGIN=true'],
      ...['-e', `cluster.name=${name}`, '-e', 'cluster.routing.allocation.disk.threshold_enabled=false'],
      ...['-e', 'OPENSEARCH_JAVA_OPTS=-Xms512m -Xmx512m', dockerImage],
    ],
    cwd: settings.root,
    env: process.env,
    log: join(settings.home, 'logs', 'opensearch.log'),
  };
}

/**
 * Starts OpenSearch, or finds the developer's own, and gives its address when it answers.
 * @throws LaunchError when it does not come up, or when somebody else's cluster answers on the port.
 */
export async function startOpenSearch(
  settings: Settings,
  processes: Processes,
  python: Promise<string>,
): Promise<{ url: string; exited: Promise<void> | null }> {
  if (settings.openSearchUrl !== null) {
    const url = settings.openSearchUrl;
    await waitFor(`OpenSearch at ${url}`, 10_000, () => answers(url));
    return { url, exited: null };
  }
  const way = findOpenSearchWay(process.env, probe);
  const command = way === 'docker' ? dockerNode(settings) : await javaNode(settings, processes, python);
  const { exited } = processes.start({ ...command, graceMs: 20_000 });
  const url = `http://127.0.0.1:${settings.ports.openSearch}`;
  await waitFor(
    `OpenSearch (see ${command.log})`,
    way === 'docker' ? 180_000 : 60_000,
    () => answers(url),
    exited,
  );
  const about = (await (await fetch(url)).json()) as { cluster_name?: unknown };
  if (about.cluster_name !== dockerName(settings.home)) {
    throw new LaunchError(
      `Another OpenSearch answers at ${url}: choose a port with GATEHOUSE_OPENSEARCH_PORT.`,
    );
  }
  return { url, exited };
}
