import { describe, expect, test } from 'vitest';
import {
  failedLoginCount,
  namesFailedLogin,
  outcomeOf,
  setFailedLoginCount,
} from '#shared/connectors/failed-login.ts';

test.each([
  'login_failed',
  'failed_login',
  'FailedLogon',
  'login-failure',
  'user.login.failed',
  'User login failed',
  'logon failure',
  'sign-in failed',
  'failed sign_on',
  'authentication_failure',
  'auth_failed',
  'Failed password',
  'invalid password',
  'wrong password entered',
  'bad-password',
  'password was invalid',
  'access denied at login',
])('%s names a failed login', (action) => {
  expect(namesFailedLogin(action)).toBe(true);
});

test.each([
  'login',
  'logout',
  'login_success',
  'user.login.succeeded',
  'password_change',
  'job failed',
  'file denied',
  'connection_rejected',
  '',
  'auth',
])('%s does not', (action) => {
  expect(namesFailedLogin(action)).toBe(false);
});

test('a name of any length is judged at once', () => {
  expect(namesFailedLogin(`${'fail '.repeat(50_000)}x`)).toBe(false);
  expect(namesFailedLogin(`${'log'.repeat(100_000)}`)).toBe(false);
});

describe('the outcome in any word', () => {
  test.each([
    'failure',
    'Failed',
    'FAIL',
    'error',
    'denied',
    'rejected',
    ' invalid ',
    'unsuccessful',
    'false',
    '0',
    false,
  ])('%j is a failure', (word) => expect(outcomeOf(word)).toBe('failure'));
  test.each(['success', 'Succeeded', 'OK', 'allowed', 'accepted', 'granted', 'true', true])(
    '%j is a success',
    (word) => expect(outcomeOf(word)).toBe('success'),
  );
  test.each(['unknown', '', 'failsafe', 200, undefined, ['failure']])('%j says neither', (word) =>
    expect(outcomeOf(word as string)).toBeNull(),
  );
});

describe('how many failed logins an event stands for', () => {
  test('one for a failed login by outcome, by the name of the action, or by both', () => {
    expect(failedLoginCount('auth', { 'event.outcome': 'failure' })).toBe(1);
    expect(failedLoginCount('auth', { 'event.outcome': 'failure', 'event.action': 'login' })).toBe(1);
    expect(failedLoginCount('auth', { 'event.action': 'login_failed' })).toBe(1);
  });

  test('none for a success, for another failure, and outside of auth', () => {
    expect(failedLoginCount('auth', { 'event.outcome': 'success', 'event.action': 'login' })).toBeUndefined();
    expect(
      failedLoginCount('auth', { 'event.outcome': 'failure', 'event.action': 'group_delete' }),
    ).toBeUndefined();
    expect(failedLoginCount('auth', {})).toBeUndefined();
    expect(
      failedLoginCount('network', { 'event.outcome': 'failure', 'event.action': 'login' }),
    ).toBeUndefined();
  });

  test.each([
    [10, 10],
    ['10', 10],
    [0, 0],
    [1_000_000, 1_000_000],
  ])("the source's own count %j is %d, in any category", (own, expected) => {
    expect(failedLoginCount('network', { failed_login_count: own })).toBe(expected);
  });

  test.each([1e308, 1_000_001, -5, 2.5, '', 'many', true, '0x10', [3]])(
    '%j is no count: a failed login still counts as one',
    (own) => {
      expect(failedLoginCount('auth', { failed_login_count: own, 'event.action': 'login_failed' })).toBe(1);
      expect(failedLoginCount('auth', { failed_login_count: own, 'event.action': 'login' })).toBeUndefined();
    },
  );

  test('what only looked like a count is taken away, so that no sum meets it', () => {
    const attributes = { failed_login_count: -5 };
    expect(setFailedLoginCount('auth', attributes)).toBeUndefined();
    expect(attributes).toEqual({});
    const counted = { failed_login_count: '7' };
    setFailedLoginCount('auth', counted);
    expect(counted).toEqual({ failed_login_count: 7 });
  });
});
