import { describe, expect, it } from 'vitest';
import { announcement, newAlerts } from '../../../web/src/features/alerts/new-alerts.ts';
import { changedFields } from '../../../web/src/features/audit/changed-fields.ts';
import { changeTexts } from '../../../web/src/features/cases/timeline-text.ts';
import { layOver } from '../../../web/src/ui/lay-over.ts';
import { buildAlert } from '../../support/builders/alert.ts';

const key = (text: string) => text.charAt(0);
const page = (items: string, next: string | null = 'more') => ({ items: items.split(' '), next });

describe('a newly read first page over a shown list', () => {
  it('puts new ones in front, shows changes, and keeps what was loaded below with its cursor', () => {
    expect(layOver(page('c b a', 'after-a'), page('d c* b', 'after-b'), key)).toEqual(
      page('d c* b a', 'after-a'),
    );
  });

  it('drops what no longer matches within the page’s range', () => {
    expect(layOver(page('d c b a', 'x'), page('d b*', 'y'), key)).toEqual(page('d b* a', 'x'));
  });

  it('is the whole list when it has no next page', () => {
    expect(layOver(page('c b a', null), page('d c', null), key)).toEqual(page('d c', null));
  });

  it('takes over its own cursor where nothing was loaded below', () => {
    expect(layOver(page('b a', null), page('c b a', 'y'), key)).toEqual(page('c b a', 'y'));
  });

  it('replaces a list that it has nothing in common with', () => {
    expect(layOver(page('b a', 'x'), page('z y', 'y'), key)).toEqual(page('z y', 'y'));
  });
});

describe('new alerts', () => {
  const at = (id: string, minute: number) =>
    buildAlert('acme', { alert_id: id, created_at: `2026-11-22T10:0${minute}:00.000Z` });

  it('are those made since the newest that was known', () => {
    const known = [at('b', 2), at('a', 1)];
    expect(newAlerts(known, [at('c', 3), at('b', 2)]).map((one) => one.alert_id)).toEqual(['c']);
  });

  it('are not older ones that slid into view', () => {
    expect(newAlerts([at('c', 3)], [at('c', 3), at('a', 1)])).toEqual([]);
  });

  it('are all where none was known', () => {
    expect(newAlerts([], [at('a', 1)])).toHaveLength(1);
  });

  it('are announced by the first one’s name and the number of the rest', () => {
    expect(announcement([])).toBe('');
    expect(announcement([at('a', 1)])).toBe('New medium alert: Many failed logins');
    expect(announcement([at('a', 1), at('b', 2), at('c', 3)])).toBe(
      'New medium alert: Many failed logins, and 2 more',
    );
  });
});

describe('a line of a timeline', () => {
  it('tells each changed field with what it was and is', () => {
    const entry = {
      entry_id: 'e',
      tenant_id: buildAlert().tenant_id,
      case_id: 'c',
      kind: 'updated' as const,
      at: '2026-11-22T10:00:00.000Z',
      by: 'a@acme.example',
      text: '',
      changes: {
        status: { before: 'open', after: 'in_progress' },
        assignee: { before: null, after: 'bob_smith@acme.example' },
      },
    };
    expect(changeTexts(entry)).toEqual([
      'Status: Open → In progress',
      'Assignee: — → bob_smith@acme.example',
    ]);
  });
});

describe('the change of an audit record', () => {
  it('is the fields that differ, whichever side has them', () => {
    expect(changedFields({ before: { a: 1, same: [1] }, after: { a: 2, same: [1], b: null } })).toEqual([
      { field: 'a', before: 1, after: 2 },
      { field: 'b', before: undefined, after: null },
    ]);
    expect(changedFields({ before: null, after: { a: 1 } })).toEqual([
      { field: 'a', before: undefined, after: 1 },
    ]);
  });
});
