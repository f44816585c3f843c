import { describe, expect, it } from 'vitest';
import { changeCase } from '#shared/cases/change-case.ts';
import { linkAlert } from '#shared/cases/link-alert.ts';
import { newCase } from '#shared/cases/new-case.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { caseStatusSchema } from '#shared/schema/case.ts';
import { buildCase } from '../../support/builders/case.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const at = now.toISOString();

describe("a case's status", () => {
  /** Rows: from; columns: to open, in_progress, resolved, closed. `=` is no change. */
  const expected = { open: '=yyy', in_progress: 'y=yy', resolved: 'yy=y', closed: 'yy-=' };
  for (const from of caseStatusSchema.options) {
    for (const [i, to] of caseStatusSchema.options.entries()) {
      const sign = expected[from][i];
      it(`${sign === 'y' ? 'goes' : sign === '=' ? 'stays' : 'does not go'} from ${from} to ${to}`, () => {
        const change = () => changeCase(buildCase('acme', { status: from }), 1, { status: to }, 'me', now);
        if (sign === '-') expect(change).toThrow(expect.objectContaining({ code: 'conflict' }));
        else expect(change()?.item.status ?? '=').toBe(sign === '=' ? '=' : to);
      });
    }
  }

  it('sets when the case was closed, keeps it while closed, and clears it when reopened', () => {
    const closed = changeCase(buildCase(), 1, { status: 'closed' }, 'me', now)?.item;
    expect(closed?.closed_at).toBe(at);
    const later = new Date('2026-11-23T12:00:00.000Z');
    const renamed = changeCase(closed ?? buildCase(), 2, { title: 'New' }, 'me', later)?.item;
    expect(renamed).toMatchObject({
      closed_at: at,
      title: 'New',
      version: 3,
      updated_at: later.toISOString(),
    });
    expect(changeCase(renamed ?? buildCase(), 3, { status: 'open' }, 'me', later)?.item.closed_at).toBeNull();
  });
});

describe('a change', () => {
  it('leaves the case that it was made from as it was', () => {
    const item = Object.freeze(buildCase());
    changeCase(item, 1, { severity: 'critical' }, 'me', now);
    linkAlert(Object.freeze({ ...item, alert_ids: [] }), 'a1', 'me', now);
    expect(item.severity).toBe('medium');
  });

  it('makes the same entry when it is made again, and another for another version', () => {
    const entry = (version: number) =>
      changeCase(buildCase('acme', { case_id: 'c1', version }), version, { title: 'x' }, 'me', now)
        ?.timeline[0]?.entry_id;
    expect(entry(1)).toBe(entry(1));
    expect(entry(1)).not.toBe(entry(2));
  });
});

describe('the alerts of a case', () => {
  it('are 500 at most', () => {
    const alert_ids = Array.from({ length: 499 }, (_, i) => `a${i}`);
    const full = linkAlert(buildCase('acme', { alert_ids }), 'a499', 'me', now)?.item;
    expect(full?.alert_ids).toHaveLength(500);
    expect(() => linkAlert(full ?? buildCase(), 'a500', 'me', now)).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
    expect(linkAlert(full ?? buildCase(), 'a499', 'me', now)).toBeNull();
  });

  it('stand in the timeline one by one, in order, also when there are many', () => {
    const alert_ids = Array.from({ length: 40 }, (_, i) => `a${i}`);
    const wanted = { title: 'x', description: '', severity: 'low' as const, assignee: null, alert_ids };
    const { timeline } = newCase(tenantIdSchema.parse('acme'), 'c1', wanted, 'me', now);
    const sorted = timeline.toSorted((a, b) => (a.entry_id < b.entry_id ? -1 : 1));
    expect(sorted.map((entry) => entry.text)).toEqual([
      'Case opened: x',
      ...alert_ids.map((id) => `Alert ${id} linked`),
    ]);
  });
});
