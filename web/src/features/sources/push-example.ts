/** A command that sends one failed login, and works as pasted. */
export function pushExample(origin: string, token: string, now: Date): string {
  const event = {
    '@timestamp': now.toISOString(),
    event: { category: ['authentication'], action: 'login', outcome: 'failure' },
    user: { name: 'alice' },
    source: { ip: '203.0.113.7' },
    host: { name: 'vpn-1' },
  };
  return [
    `curl -X POST ${origin}/v1/ingest/events`,
    `  -H 'Authorization: Bearer ${token}'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${JSON.stringify(event)}'`,
  ].join(' \\\n');
}
