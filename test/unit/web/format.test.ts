import { describe, expect, it } from 'vitest';
import { rangeStart } from '../../../web/src/features/alerts/ranges.ts';
import { retentionText } from '../../../web/src/features/tenants/tenant-choices.ts';
import { attackTag } from '../../../web/src/ui/attack.ts';
import { localTime, operationWords, plural, shown, timeAgo, words } from '../../../web/src/ui/format.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString();

describe('how long ago', () => {
  it.each([
    [0, 'now'],
    [9, 'now'],
    [42, '42 sec. ago'],
    [60, '1 min. ago'],
    [3_599, '59 min. ago'],
    [7_300, '2 hr. ago'],
    [86_400, '1 day ago'],
    [-120, 'in 2 min.'],
  ])('%i seconds reads %s', (seconds, text) => {
    expect(timeAgo(before(seconds), now)).toBe(text);
  });

  it('shows a time that cannot be read as it came', () => {
    expect(timeAgo('soon', now)).toBe('soon');
    expect(localTime('soon')).toBe('soon');
  });
});

describe('words', () => {
  it('are made of codes and operations', () => {
    expect(words('in_progress')).toBe('In progress');
    expect(operationWords('createSourceToken')).toBe('Create source token');
    expect(plural(1, 'alert')).toBe('1 alert');
    expect(plural(1_200, 'alert')).toBe('1,200 alerts');
  });

  it('show any value of a record on one line', () => {
    expect(shown(null)).toBe('—');
    expect(shown('')).toBe('—');
    expect(shown(0)).toBe('0');
    expect(shown(false)).toBe('false');
    expect(shown(['a', 1])).toBe('a, 1');
    expect(shown({ a: 1 })).toBe('{"a":1}');
  });

  it('say who deletes what is older than the retention', () => {
    expect(retentionText({ retention_days: 90, retention_by: 'ism' })).toMatch(/^90 days, .*ISM/);
    expect(retentionText({ retention_days: 30, retention_by: 'retention-job' })).toMatch(/retention job/);
  });
});

describe('an ATT&CK tag', () => {
  it('links a technique and a sub-technique, names a tactic, and leaves others alone', () => {
    expect(attackTag('attack.t1110')).toEqual({
      kind: 'technique',
      text: 'T1110',
      href: 'https://attack.mitre.org/techniques/T1110/',
    });
    expect(attackTag('attack.T1110.001').href).toBe('https://attack.mitre.org/techniques/T1110/001/');
    expect(attackTag('attack.credential-access')).toEqual({
      kind: 'tactic',
      text: 'Credential access',
      href: null,
    });
    expect(attackTag('cve.2026-1')).toEqual({ kind: 'other', text: 'cve.2026-1', href: null });
  });
});

describe('a range of time', () => {
  it('begins that long ago; any time and unknown names have no beginning', () => {
    expect(rangeStart('24h', now)).toBe('2026-11-21T10:00:00.000Z');
    expect(rangeStart('', now)).toBeNull();
    expect(rangeStart('toString', now)).toBeNull();
  });
});
