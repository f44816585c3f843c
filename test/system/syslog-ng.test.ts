import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { connectors } from '#shared/connectors/connectors.ts';
import { syslogNg } from '#shared/snippets/syslog-shippers.ts';
import { busyForAWhile, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import {
  arrivedNumbers,
  numbered,
  oneTo,
  type SenderTenant,
  senderTenant,
} from '../support/numbered-events.ts';
import { hasDebianPackages, startSyslogNg, syntaxErrors } from '../support/syslog-ng.ts';

const COUNT = 60;
const VERSION = '@version: 3.38\n';

describe.skipIf(!hasDebianPackages)('syslog-ng with the configuration that we give out', () => {
  let state = '';
  let proxy: FaultProxy | undefined;
  let running: { stop(): Promise<void> } | undefined;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'gatehouse-syslog-ng-'));
  });
  afterEach(async () => {
    await running?.stop();
    await proxy?.close();
    running = undefined;
    proxy = undefined;
    rmSync(state, { recursive: true, force: true });
  });

  test('finds no mistake in it, whatever the source’s connector', () => {
    const texts = ['auto', ...connectors.map(({ name }) => name)].map(
      (connector) =>
        syslogNg({ url: 'https://siem.example.com', token: 'ghs_x', sourceId: 's-1', connector }).text,
    );
    for (const text of new Set(texts)) expect(syntaxErrors(VERSION + text)).toBe('');
    expect(syntaxErrors(`${VERSION}source s {`)).not.toBe('');
  });

  /** The snippet, but for where it reads, keeps its buffer, and how long it waits after a refusal. */
  function start(url: string, { token, sourceId }: SenderTenant): string {
    const { text } = syslogNg({ url, token, sourceId, connector: 'linux' });
    const log = join(state, 'in.log');
    appendFileSync(log, '');
    const config = text
      .replace(/^ {2}file\(.*\n {2}file\(.*$/m, `  file("${log}" flags(no-parse) follow-freq(0.1));`)
      .replace('time-reopen(5)', 'time-reopen(1)')
      .replace('batch-lines(1000)', 'batch-lines(7)')
      .replace('disk-buffer(', `disk-buffer(dir("${state}") `);
    running = startSyslogNg(VERSION + config, state);
    return log;
  }

  function write(log: string, marker: string): void {
    const line = (number: number) =>
      `<38>Nov 22 10:00:${String(number % 60).padStart(2, '0')} vpn-1 app[7]: ${numbered(marker, number)}\n`;
    appendFileSync(log, oneTo(COUNT).map(line).join(''));
  }

  test('delivers every event once', async () => {
    const tenant = await senderTenant('linux');
    write(start(inject('stack').api, tenant), tenant.marker);
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
  });

  test('delivers every event once when the endpoint is busy for a while', async () => {
    const tenant = await senderTenant('linux');
    proxy = await startFaultProxy(inject('stack').api, busyForAWhile);
    write(start(proxy.url, tenant), tenant.marker);
    expect(await arrivedNumbers(tenant, COUNT)).toEqual(oneTo(COUNT));
    expect(proxy.answered.filter((status) => status !== 202).sort()).toEqual([429, 429, 503]);
  });
});
