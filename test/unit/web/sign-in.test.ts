import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../../web/src/api/config.ts';
import { cognitoMessage, setNewPassword, signIn } from '../../../web/src/features/sign-in/cognito.ts';
import { base64Url, makePkce } from '../../../web/src/features/sign-in/pkce.ts';

const endpoint = 'https://cognito-idp.eu-west-1.amazonaws.com/';
const jwt = `e30.${Buffer.from('{"exp":1795000000}').toString('base64url')}.x`;

type Sent = { url: string; target: string | null; body: Record<string, unknown> };

function answering(status: number, body: unknown): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    sent.push({ url, target: headers.get('x-amz-target'), body: JSON.parse(String(init.body)) });
    return new Response(JSON.stringify(body), { status });
  });
  return sent;
}

afterEach(() => vi.unstubAllGlobals());

describe('signing in with Cognito', () => {
  it('asks InitiateAuth with the password and keeps the ID token', async () => {
    const sent = answering(200, { AuthenticationResult: { IdToken: jwt, RefreshToken: 'r' } });
    const step = await signIn(endpoint, 'client', 'a@acme.example', 'secret');
    expect(step).toEqual({
      kind: 'done',
      tokens: { idToken: jwt, refreshToken: 'r', expiresAt: 1_795_000_000_000 },
    });
    expect(sent).toEqual([
      {
        url: endpoint,
        target: 'AWSCognitoIdentityProviderService.InitiateAuth',
        body: {
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: 'client',
          AuthParameters: { USERNAME: 'a@acme.example', PASSWORD: 'secret' },
        },
      },
    ]);
  });

  it('answers the challenge for a new password with the session it was given', async () => {
    const challenge = {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 's1',
      ChallengeParameters: { USER_ID_FOR_SRP: 'sub-1' },
    };
    answering(200, challenge);
    const step = await signIn(endpoint, 'client', 'a@acme.example', 'temporary');
    expect(step).toEqual({ kind: 'new-password', user: 'sub-1', session: 's1' });
    const sent = answering(200, { AuthenticationResult: { IdToken: jwt } });
    const done = await setNewPassword(endpoint, 'client', { user: 'sub-1', session: 's1' }, 'my own');
    expect(done.kind).toBe('done');
    expect(sent[0]?.body).toMatchObject({
      Session: 's1',
      ChallengeResponses: { USERNAME: 'sub-1', NEW_PASSWORD: 'my own' },
    });
  });

  it('names a challenge that the page cannot answer', async () => {
    answering(200, { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 's' });
    await expect(signIn(endpoint, 'c', 'a', 'b')).rejects.toThrow(/SOFTWARE_TOKEN_MFA/);
  });

  it('tells a wrong password from a server that is down', async () => {
    answering(400, { __type: 'com.amazonaws.cognito#NotAuthorizedException', message: 'Incorrect username' });
    await expect(signIn(endpoint, 'c', 'a', 'b')).rejects.toMatchObject({
      code: 'auth',
      message: 'E-mail or password is wrong. Check both and try again.',
    });
    answering(503, {});
    await expect(signIn(endpoint, 'c', 'a', 'b')).rejects.toMatchObject({ code: 'network' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(signIn(endpoint, 'c', 'a', 'b')).rejects.toMatchObject({ code: 'network' });
  });
});

describe('what Cognito says', () => {
  it.each([
    ['NotAuthorizedException', 'Incorrect username or password.', /wrong/],
    ['UserNotFoundException', 'User does not exist.', /wrong/],
    ['NotAuthorizedException', 'User is disabled.', /disabled/],
    ['NotAuthorizedException', 'Password attempts exceeded', /Wait a few minutes/],
    ['NotAuthorizedException', 'Invalid session for the user.', /Start again/],
    ['PasswordResetRequiredException', '', /reset/],
    ['InvalidPasswordException', 'Password not long enough', /not good enough: Password not long enough/],
    ['TooManyRequestsException', '', /Wait/],
    ['SomethingNew', 'why', /why/],
  ])('%s (%s) becomes plain words', (type, message, words) => {
    expect(cognitoMessage(type, message)).toMatch(words);
  });

  it('does not tell whether an account exists', () => {
    expect(cognitoMessage('UserNotFoundException', 'x')).toBe(cognitoMessage('NotAuthorizedException', 'y'));
  });
});

describe('the proof key of an OIDC sign-in', () => {
  it('is the one of RFC 7636 appendix B', async () => {
    const octets = [
      116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214,
      191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    expect(await makePkce(new Uint8Array(octets))).toEqual({
      verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    });
  });

  it('holds only characters that may stand in an address', () => {
    expect(base64Url(new Uint8Array([251, 255, 254, 0]))).toBe('-__-AA');
  });
});

describe('/config.json', () => {
  const cognito = { kind: 'cognito', endpoint, clientId: 'c' };

  it('is taken for both kinds of sign-in', () => {
    expect(readConfig({ stage: 'prod', region: 'eu-west-1', auth: cognito }).auth).toEqual(cognito);
    const oidc = { kind: 'oidc', issuer: 'https://login.example', clientId: 'c' };
    expect(readConfig({ stage: 'prod', region: 'eu-west-1', auth: oidc }).auth).toEqual(oidc);
  });

  it.each([
    [{}, 'stage'],
    [{ stage: 'prod', region: 'eu-west-1', auth: { kind: 'cognito', clientId: 'c' } }, 'auth.endpoint'],
    [{ stage: 'prod', region: 'eu-west-1', auth: { kind: 'oidc', clientId: 'c' } }, 'auth.issuer'],
    [null, 'stage'],
  ])('is refused by name of what is missing: %j', (value, field) => {
    expect(() => readConfig(value)).toThrow(`"${field}"`);
  });
});
