import { describe, expect, test } from 'vitest';
import { resolveTime } from '#shared/connectors/scan/resolve-time.ts';
import { scanSyslog } from '#shared/connectors/scan/syslog.ts';
import { scanTime } from '#shared/connectors/scan/time-text.ts';

const receivedAt = new Date('2026-11-22T05:00:00Z');
const timeOf = (text: string, timezone: string | null = null, at = receivedAt) => {
  const { time } = scanSyslog(text);
  const resolved = time === null ? null : resolveTime(time, { receivedAt: at, timezone });
  return resolved === null ? null : [resolved.at.toISOString(), resolved.quality];
};
const parts = (text: string) => {
  const { priority, host, app, pid, message } = scanSyslog(text);
  return [priority, host, app, pid, message];
};

describe('RFC 3164 as the field writes it', () => {
  test.each([
    ['<34>Oct 11 22:14:15 mymachine su: failed', [34, 'mymachine', 'su', null, 'failed']],
    ['<38>Oct  1 02:14:15 web-1 sshd[4721]: Failed', [38, 'web-1', 'sshd', '4721', 'Failed']],
    ['Oct 11 22:14:15 web-1 sshd(pam_unix)[19939]: x', [null, 'web-1', 'sshd(pam_unix)', '19939', 'x']],
    ['<13>2026-11-22T04:59:00.123+01:00 web-1 app: iso', [13, 'web-1', 'app', null, 'iso']],
    [
      '<166>Oct 10 2018 12:34:56 fw-1 : %ASA-6-302013: Built',
      [166, 'fw-1', null, null, '%ASA-6-302013: Built'],
    ],
    ['<166>Oct 10 2018 12:34:56: %ASA-6-302013: Built', [166, null, null, null, '%ASA-6-302013: Built']],
    ['<189>387448: rtr-1: *May 6 16:13:09.123 UTC+1: %SYS-5-X: y', [189, 'rtr-1', null, null, '%SYS-5-X: y']],
    ['<13>Oct 11 22:14:15 kernel: no host at all', [13, null, 'kernel', null, 'no host at all']],
    ['157 <14>Oct 11 22:14:15 h a: the count was left in', [14, 'h', 'a', null, 'the count was left in']],
    ['\uFEFF<14>Oct 11 22:14:15 h a: after a BOM', [14, 'h', 'a', null, 'after a BOM']],
    ['<13>Oct 11 22:14:16 relay <38>Oct 11 22:14:15 web-1 sshd[1]: two', [38, 'web-1', 'sshd', '1', 'two']],
    ['<14>Oct 11 22:14:15 h CEF:0|a|b|c|d|e|5|', [14, 'h', null, null, 'CEF:0|a|b|c|d|e|5|']],
    ['no header at all', [null, null, null, null, 'no header at all']],
    ['', [null, null, null, null, '']],
  ])('%s', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  test('a stray octet count is told of', () => {
    expect(scanSyslog('15 <14>1 - - - - - -').notes).toHaveLength(1);
  });
});

describe('RFC 5424', () => {
  test('reads every field, structured data and message', () => {
    const text =
      '<165>1 2026-11-22T04:59:00.003Z web-1 evntslog 77 ID47 [ex@32473 iut="3" q="a \\"b\\" \\] \\\\ \\n"][x y="z"] \uFEFFmessage';
    expect(scanSyslog(text)).toMatchObject({
      priority: 165,
      host: 'web-1',
      app: 'evntslog',
      pid: '77',
      msgid: 'ID47',
      data: { 'ex@32473.iut': '3', 'ex@32473.q': 'a "b" ] \\ \\n', 'x.y': 'z' },
      message: 'message',
    });
  });

  test('nil fields are null, and structured data that does not close stays in the message', () => {
    expect(scanSyslog('<14>1 - - - - - -')).toMatchObject({ host: null, app: null, message: '', notes: [] });
    const broken = scanSyslog('<14>1 2026-11-22T04:59:00Z h a - - [x y="z');
    expect([broken.message, broken.notes.length]).toEqual(['[x y="z', 1]);
  });
});

describe('a clock without a year', () => {
  test.each([
    ['2027-01-01T00:00:05Z', '<13>Dec 31 23:59:59 h a: m', '2026-12-31T23:59:59.000Z'],
    ['2026-12-31T23:59:58Z', '<13>Jan  1 00:00:01 h a: m', '2027-01-01T00:00:01.000Z'],
    ['2026-03-01T00:00:00Z', '<13>Nov 22 04:59:00 h a: m', '2025-11-22T04:59:00.000Z'],
    ['2028-03-01T00:00:00Z', '<13>Feb 29 12:00:00 h a: m', '2028-02-29T12:00:00.000Z'],
  ])('received %s: %s', (at, text, expected) => {
    expect(timeOf(text, 'UTC', new Date(at))).toEqual([expected, 'inferred_year']);
  });

  test('29 February of no leap year near is no time', () => {
    expect(timeOf('<13>Feb 30 12:00:00 h a: m')).toBeNull();
  });
});

describe('a clock without a zone', () => {
  test.each([
    [null, '<13>Nov 22 04:59:00 h a: m', ['2026-11-22T04:59:00.000Z', 'inferred_zone']],
    ['Europe/Berlin', '<13>Nov 22 05:59:00 h a: m', ['2026-11-22T04:59:00.000Z', 'inferred_year']],
    ['Europe/Berlin', '<13>Jul 22 2026 06:59:00 h a: m', ['2026-07-22T04:59:00.000Z', 'vendor']],
    ['-05:00', '<13>Nov 21 2026 23:59:00 h a: m', ['2026-11-22T04:59:00.000Z', 'vendor']],
    ['No/Where', '<13>Nov 22 2026 04:59:00 h a: m', ['2026-11-22T04:59:00.000Z', 'vendor']],
  ])('in the zone %s: %s', (zone, text, expected) => {
    expect(timeOf(text, zone)).toEqual(expected);
  });

  test.each([
    ['Nov 22 2026 05:59:00.123 CET', '2026-11-22T04:59:00.123Z'],
    ['Nov 22 2026 05:59:00 MET', '2026-11-22T04:59:00.000Z'],
    ['Jul 22 2026 05:59:00 MET-DST', '2026-07-22T03:59:00.000Z'],
    ['Jul 22 2026 05:59:00 WEST', '2026-07-22T04:59:00.000Z'],
    ['Nov 22 2026 05:59:00 UTC+1:00', '2026-11-22T04:59:00.000Z'],
    ['2026 Nov 22 04:59:00 UTC', '2026-11-22T04:59:00.000Z'],
    ['22/Nov/2026:05:59:00 +0100', '2026-11-22T04:59:00.000Z'],
    ['2026-11-22 04:59:00,5Z', '2026-11-22T04:59:00.500Z'],
  ])('but its own wins: %s', (text, expected) => {
    const scanned = scanTime(text);
    expect(scanned && resolveTime(scanned, { receivedAt, timezone: 'Asia/Tokyo' })?.at.toISOString()).toBe(
      expected,
    );
  });

  test('a word that is no zone stays in the text', () => {
    expect(parts('<13>Nov 22 2026 05:59:00 PIX app: m')).toEqual([13, 'PIX', 'app', null, 'm']);
  });
});
