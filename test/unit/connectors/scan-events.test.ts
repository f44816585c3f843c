import { describe, expect, test } from 'vitest';
import { commandOf, peerOf, scanAuditd } from '#shared/connectors/scan/auditd.ts';
import { scanCef } from '#shared/connectors/scan/cef.ts';
import { scanCsv } from '#shared/connectors/scan/csv.ts';
import { scanEventXml } from '#shared/connectors/scan/event-xml.ts';
import { scanKeyValues } from '#shared/connectors/scan/key-value.ts';
import { scanLeef } from '#shared/connectors/scan/leef.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { compileTemplate } from '#shared/connectors/scan/template.ts';
import { seededRandom } from '../pipeline/random-json.ts';

const logon = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' Guid='{54849625-5478-4994-A5BA-3E3B0328C30D}'/><EventID>4625</EventID><Keywords>0x8010000000000000</Keywords><TimeCreated SystemTime='2026-11-22T04:59:00.1234567Z'/><Execution ProcessID='604' ThreadID='700'/><Channel>Security</Channel><Computer>dc-1.acme.example</Computer><Security/></System><EventData><Data Name='TargetUserName'>al&amp;ice</Data><Data Name='Empty'></Data><Data>unnamed</Data></EventData><RenderingInfo Culture='en-US'><Message>An account failed to log on.</Message></RenderingInfo></Event>`;

describe('Windows event XML', () => {
  test('gives the system fields with attributes, named and unnamed data, and the rendered message', () => {
    const xml = scanEventXml(logon);
    expect(Object.fromEntries(xml?.system ?? [])).toMatchObject({
      'Provider.Name': 'Microsoft-Windows-Security-Auditing',
      EventID: '4625',
      Keywords: '0x8010000000000000',
      'TimeCreated.SystemTime': '2026-11-22T04:59:00.1234567Z',
      'Execution.ProcessID': '604',
      Computer: 'dc-1.acme.example',
    });
    expect(Object.fromEntries(xml?.data ?? [])).toEqual({ TargetUserName: 'al&ice', param1: 'unnamed' });
    expect(xml?.rendering.get('Message')).toBe('An account failed to log on.');
    expect(xml?.truncated).toBe(false);
  });

  test('keeps all that stands before a cut inside the message', () => {
    const cut = scanEventXml(logon.slice(0, logon.indexOf('failed to log')));
    expect(cut?.data.get('TargetUserName')).toBe('al&ice');
    expect(cut?.rendering.get('Message')).toBe('An account');
    expect(cut?.truncated).toBe(true);
  });

  test('reads the fields of UserData inside their group', () => {
    const xml = scanEventXml(
      '<Event><System><EventID Qualifiers="0">1102</EventID></System><UserData><LogFileCleared xmlns="x"><SubjectUserName>bob</SubjectUserName></LogFileCleared></UserData></Event>',
    );
    expect(Object.fromEntries(xml?.data ?? [])).toEqual({ SubjectUserName: 'bob' });
    expect(xml?.system.get('EventID')).toBe('1102');
  });

  test('is never read from other text', () => {
    expect(scanEventXml('plain')).toBeNull();
    expect(scanEventXml('<Event')).toBeNull();
  });
});

describe('auditd', () => {
  const lines = [
    'node=web-1 type=SYSCALL msg=audit(1795323540.123:4711): arch=c000003e syscall=59 success=yes a0=7ffd a1=0 ppid=10 pid=11 auid=1000 uid=0 comm="curl" exe="/usr/bin/curl" key="net"\u001dARCH=x86_64 SYSCALL=execve AUID="alice" UID="root"',
    'type=EXECVE msg=audit(1795323540.123:4711): argc=3 a0="curl" a1=2D48205820613A62 a2[0]=68747470733A2F a2[1]=2F612E6578616D706C65',
    'type=PROCTITLE msg=audit(1795323540.123:4711): proctitle=6375726C002D48',
    'type=SYSCALL msg=audit(1795323541.000:4712): pid=99',
  ];

  test('joins the records of one event, and leaves out those of another', () => {
    const event = scanAuditd(lines.join('\n'));
    expect([event?.time, event?.serial, event?.node]).toEqual(['1795323540.123', '4711', 'web-1']);
    expect(event?.records.map(({ type }) => type)).toEqual(['SYSCALL', 'EXECVE', 'PROCTITLE']);
  });

  test('decodes hexadecimal arguments and joins the pieces of long ones', () => {
    const event = scanAuditd(lines.join('\n'));
    expect(event && commandOf(event)).toEqual(['curl', '-H X a:b', 'https://a.example']);
    expect(event?.records[2]?.fields.get('proctitle')).toBe('curl -H');
  });

  test('leaves numbers of system calls as they are, and reads the enriched names', () => {
    const fields = scanAuditd(lines[0] ?? '')?.records[0]?.fields;
    expect([fields?.get('a0'), fields?.get('UID'), fields?.get('AUID')]).toEqual(['7ffd', 'root', 'alice']);
  });

  test('reads what daemons put into msg', () => {
    const text = `type=USER_AUTH msg=audit(1795323540.123:5): pid=1 uid=0 msg='op=PAM:authentication acct="root" exe="/usr/sbin/sshd" hostname=192.0.2.9 addr=192.0.2.9 terminal=ssh res=failed'`;
    const fields = scanAuditd(text)?.records[0]?.fields;
    expect([fields?.get('acct'), fields?.get('addr'), fields?.get('res')]).toEqual([
      'root',
      '192.0.2.9',
      'failed',
    ]);
  });

  test('reads the peer of a socket address', () => {
    expect(
      peerOf('0200005016C00002010000000000000000'.slice(0, 32).replace('16C0000201', 'C0000201')),
    ).toEqual({ ip: '192.0.2.1', port: 80 });
    expect(peerOf('0A0001BB0000000020010DB8000000000000000000000001')).toEqual({
      ip: '2001:db8::1',
      port: 443,
    });
    expect(peerOf('2F')).toBeNull();
  });
});

const scanners: readonly [string, (text: string) => unknown][] = [
  ['syslog', scanSyslog],
  ['CEF', (text) => scanCef(`CEF:0|a|b|c|d|e|5|${text}`)],
  ['LEEF', (text) => scanLeef(`LEEF:2.0|a|b|c|d|${text}`)],
  ['key=value', (text) => scanKeyValues(text)],
  ['CSV', (text) => scanCsv(text)],
  ['event XML', (text) => scanEventXml(`<Event><EventData>${text}`)],
  ['auditd', (text) => scanAuditd(`type=X msg=audit(1.0:1): ${text}`)],
  ['template', compileTemplate('{a} {b}={c}"{d}]{e}')],
];

describe.each(scanners)('%s on hostile text', (_name, scan) => {
  test('never throws on any characters', () => {
    const random = seededRandom(11);
    const alphabet = ' \t\n="\'\\|[]<>:,;-=&#x0aA1%\u0000\u001d\uFEFF\ud83d{}/.';
    for (let round = 0; round < 2_000; round++) {
      let text = '';
      for (let i = random() * 60; i > 0; i--) text += alphabet[Math.floor(random() * alphabet.length)];
      expect(() => scan(text)).not.toThrow();
      expect(() => scan(`<13>1 ${text}`)).not.toThrow();
    }
  });

  // A quadratic scan of a megabyte takes minutes: the test's own limit is the proof.
  test.each([
    '=',
    '"',
    '\\"',
    'a=',
    'a="',
    ' a=" ',
    '[a b="',
    '<',
    '<a ',
    '<a>',
    '</',
    '\\',
    ',"',
    '|',
    "'",
    ' ',
    'aaaa',
    '<13>',
    'Oct 11 22:14:15 ',
    '12: ',
  ])('reads a megabyte of %j in one pass', (piece) => {
    expect(() => scan(piece.repeat(Math.ceil(1_000_000 / piece.length)))).not.toThrow();
  });
});
