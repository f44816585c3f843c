import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlExample } from '../../../infra/local/welcome.ts';

describe('curlExample', () => {
  it('sends ten different failed logins of one user when it is pasted into a shell', () => {
    const pasted = curlExample('http://127.0.0.1:8080').replace(/\|\n[\s\S]*/, '');
    const { stdout, status } = spawnSync('sh', ['-c', pasted], { encoding: 'utf8' });
    expect(status).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { '@timestamp': string; event: { id: string; outcome: string } });
    expect(events).toHaveLength(10);
    expect(new Set(events.map((one) => one.event.id)).size).toBe(10);
    expect(new Set(events.map((one) => one.event.outcome))).toEqual(new Set(['failure']));
    for (const one of events)
      expect(Math.abs(Date.parse(one['@timestamp']) - Date.now())).toBeLessThan(3_600_000);
  });

  it('asks the CLI for the token, so that no token stands on the terminal', () => {
    expect(curlExample('http://127.0.0.1:8080')).toContain('$(npx gatehouse source-token --tenant acme)');
  });
});
