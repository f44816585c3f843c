import { describe, expect, it } from 'vitest';
import { changesOfAlert } from '#shared/alerts/change-alert.ts';
import { changesBetween, given, sideOf } from '#shared/changes.ts';
import { buildAlert } from '../../support/builders/alert.ts';

describe('the changes of an alert', () => {
  it('are the fields that differ', () => {
    const changes = changesOfAlert(buildAlert(), 1, { status: 'closed', assignee: null });
    expect(changes).toEqual({ status: { before: 'open', after: 'closed' } });
  });

  it('are refused for an outdated version, in either direction', () => {
    for (const version of [2, 4]) {
      expect(() => changesOfAlert(buildAlert('acme', { version: 3 }), version, {})).toThrow(
        expect.objectContaining({ code: 'version_conflict', details: { current_version: 3 } }),
      );
    }
  });
});

describe('changes in general', () => {
  it('compare lists and records by what they hold', () => {
    const before = { list: [1, 2], record: { a: 1 }, gone: 1 };
    expect(changesBetween(before, { list: [1, 2], record: { a: 1 } })).toEqual({});
    const changes = changesBetween(before, { list: [2, 1], fresh: 'x', gone: undefined });
    expect(sideOf(changes, 'before')).toEqual({ list: [1, 2], fresh: null });
    expect(sideOf(changes, 'after')).toEqual({ list: [2, 1], fresh: 'x' });
  });

  it('know a field set to null from one not given', () => {
    expect(given<{ a: null; b: number }>({ a: null, b: undefined })).toEqual({ a: null });
  });
});
