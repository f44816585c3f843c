import type { LocalFile } from './local-file.ts';

/**
 * Ten failed logins of one user, now, as NDJSON. Works as pasted into any POSIX shell in the checkout's folder. Each
 * event has an id of its own: events with the same text would rightly count as one.
 */
export function curlExample(api: string): string {
  const event = JSON.stringify({
    '@timestamp': `'$(date -u +%Y-%m-%dT%H:%M:%SZ)'`,
    event: { id: `'$(date +%s)-$i'`, category: 'authentication', action: 'login', outcome: 'failure' },
    user: { name: 'alice' },
    source: { ip: '203.0.113.7' },
    host: { name: 'vpn-1' },
  });
  return [
    `for i in 1 2 3 4 5 6 7 8 9 10; do echo '${event}'; done |`,
    `  curl -sS ${api}/v1/ingest/events --data-binary @- \\`,
    `    -H "Authorization: Bearer $(npx gatehouse source-token --tenant acme)"`,
  ].join('\n');
}

/** What `npm start` says when all is up. */
export function welcome(facts: LocalFile, seconds: number): string {
  const rows = facts.users.map(
    ({ email, password, tenant_id, role }) =>
      `  ${email.padEnd(28)} ${password.padEnd(25)} ${role.padEnd(15)} ${tenant_id}`,
  );
  return [
    '',
    `Gatehouse is up after ${seconds.toFixed(0)} s: ${facts.web}`,
    '',
    'Sign in with one of these (they are in .gatehouse/local.json too):',
    ...rows,
    '',
    'Push ten failed logins; one alert and one case follow within seconds:',
    '',
    curlExample(facts.api),
    '',
    'Or watch the whole story on the terminal: npm run demo',
    'Ctrl-C stops everything and keeps what it knows; npm run reset forgets it.',
    '',
  ].join('\n');
}
