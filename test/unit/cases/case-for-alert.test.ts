import { describe, expect, it } from 'vitest';
import { caseForAlert, opensCase } from '#shared/cases/case-for-alert.ts';
import { auditRecordSchema } from '#shared/schema/audit.ts';
import { caseSchema, timelineEntrySchema } from '#shared/schema/case.ts';
import { buildAlert } from '../../support/builders/alert.ts';

const now = new Date('2026-11-22T10:00:01.000Z');
const ofLevel = (level: 'low' | 'medium' | 'high' | 'critical' | 'informational') =>
  buildAlert('acme', { alert_id: 'a1', rule: { id: 'r1', title: 'Failed logins', level, tags: [] } });

describe('the case for an alert', () => {
  it('is opened for medium and above', () => {
    const opened = (['informational', 'low', 'medium', 'high', 'critical'] as const).filter((level) =>
      opensCase(ofLevel(level)),
    );
    expect(opened).toEqual(['medium', 'high', 'critical']);
  });

  it('says what happened to whom, how severe it is, and that triage opened it', () => {
    const { item, timeline, audit } = caseForAlert(ofLevel('high'), now);
    expect(caseSchema.parse(item)).toMatchObject({
      tenant_id: 'acme',
      title: 'Failed logins: alice',
      severity: 'high',
      status: 'open',
      alert_ids: ['a1'],
      created_by: 'triage',
      created_at: '2026-11-22T10:00:01.000Z',
      version: 1,
    });
    expect(timeline.map((entry) => timelineEntrySchema.parse(entry).kind)).toEqual([
      'created',
      'alert_linked',
    ]);
    expect(auditRecordSchema.parse(audit)).toMatchObject({
      actor: { id: 'triage', email: null, role: 'system' },
      action: 'openCase',
      target: `case/${item.case_id}`,
    });
  });

  it('has the same ids when it is made again, and others for another tenant or alert', () => {
    const alert = ofLevel('medium');
    const ids = (made: ReturnType<typeof caseForAlert>) => [
      made.item.case_id,
      made.audit.audit_id,
      ...made.timeline.map((entry) => entry.entry_id),
    ];
    const first = ids(caseForAlert(alert, now));
    expect(ids(caseForAlert({ ...alert, count: 11 }, new Date('2026-11-22T11:00:00.000Z')))).toEqual(first);
    const others = [buildAlert('beta', { alert_id: 'a1' }), buildAlert('acme', { alert_id: 'a2' })];
    for (const other of others) {
      expect(ids(caseForAlert(other, now)).filter((id) => first.includes(id))).toEqual([]);
    }
  });

  it('keeps its timeline in order when it is sorted by time and id', () => {
    const { timeline } = caseForAlert(ofLevel('critical'), now);
    const sorted = [...timeline].sort((a, b) => (`${a.at}#${a.entry_id}` < `${b.at}#${b.entry_id}` ? -1 : 1));
    expect(sorted).toEqual(timeline);
  });

  it('has a title that fits, whatever the rule and the group are called', () => {
    const alert = { ...ofLevel('medium'), group: { 'actor.id': 'x'.repeat(400), 'source.ip': '192.0.2.1' } };
    expect(caseSchema.parse(caseForAlert(alert, now).item).title).toHaveLength(300);
    expect(caseForAlert({ ...alert, group: {} }, now).item.title).toBe('Failed logins');
  });
});
