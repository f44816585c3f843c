import { describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { newPoll } from '#shared/polling/poll-due.ts';
import { pollerStateOf } from '#shared/polling/poller-state.ts';

const poll = (feed: string, given = {}) => ({
  ...newPoll(tenantIdSchema.parse('acme'), 'source-1', feed, new Date('2026-11-22T09:00:00.000Z')),
  last_run_at: '2026-11-22T09:00:00.000Z',
  ...given,
});

describe('the state of a source’s fetching', () => {
  it('is unknown before it began', () => {
    expect(pollerStateOf([])).toBeNull();
  });

  it('is as good as the worst feed, which is named', () => {
    const refused = { state: 'paused', problem: 'credentials', last_error: 'Refused.' };
    const behind = { cursor: { ...poll('a').cursor, newest: '2026-11-20T00:00:00.000Z' } };
    expect(pollerStateOf([poll('sign_ins', behind), poll('audits', refused)])).toMatchObject({
      cursor_at: '2026-11-20T00:00:00.000Z',
      last_run_at: '2026-11-22T09:00:00.000Z',
      paused: true,
      last_error: 'audits: Refused.',
    });
  });

  it('does not call waiting for an allowance a failure', () => {
    const waiting = poll('logs', { problem: 'limit', last_error: 'Too many calls.' });
    expect(pollerStateOf([waiting])).toMatchObject({ paused: false, last_error: null });
  });

  it('names feeds that are not covered, and judges by the others', () => {
    const uncovered = {
      problem: 'not_covered' as const,
      last_error: 'No licence.',
      last_run_at: '2026-11-20T00:00:00.000Z',
    };
    expect(pollerStateOf([poll('sign_ins'), poll('risks', uncovered)])).toMatchObject({
      last_run_at: '2026-11-22T09:00:00.000Z',
      last_error: null,
      not_covered: ['risks: No licence.'],
    });
  });

  it('has no last run while a feed has not been read at all', () => {
    expect(pollerStateOf([poll('a'), poll('b', { last_run_at: null })])?.last_run_at).toBeNull();
  });
});
