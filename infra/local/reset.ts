import { spawnSync } from 'node:child_process';
import { refuseWhileRunning, stopLeftovers } from './leftovers.ts';
import { fail } from './main.ts';
import { dockerName } from './opensearch.ts';
import { findOpenSearchWay, probe } from './prerequisites.mjs';
import { readSettings } from './settings.ts';
import { forget } from './stack.ts';

/** `npm run reset`: forgets tenants, users, events and cases of the local cell; what was installed stays. */
try {
  const settings = readSettings(process.env);
  refuseWhileRunning(settings.home, 'Nothing was reset');
  await stopLeftovers(settings.home);
  forget(settings);
  if (findOpenSearchWay(process.env, probe) === 'docker') {
    spawnSync('docker', ['volume', 'rm', '--force', dockerName(settings.home)], { stdio: 'ignore' });
  }
  process.stdout.write('The local state is gone; npm start begins anew.\n');
} catch (error) {
  fail(error);
}
