import { AppError } from '../../api/app-error.ts';
import { expiryOf, type Tokens } from './tokens.ts';

export type SignInStep =
  | { kind: 'done'; tokens: Tokens }
  /** Cognito wants a password of the person's own before it gives tokens. */
  | { kind: 'new-password'; user: string; session: string };

type CognitoAnswer = {
  AuthenticationResult?: { IdToken?: string; RefreshToken?: string };
  ChallengeName?: string;
  Session?: string;
  ChallengeParameters?: { USER_ID_FOR_SRP?: string };
};

/** What Cognito's error types mean to the person in front of the page. */
export function cognitoMessage(type: string, message: string): string {
  if (type === 'NotAuthorizedException' && /disabled/i.test(message))
    return 'This account is disabled. Ask your administrator.';
  if (type === 'NotAuthorizedException' && /attempts/i.test(message))
    return 'Too many attempts. Wait a few minutes, then try again.';
  if (type === 'NotAuthorizedException' && /session/i.test(message))
    return 'This took too long. Start again with your e-mail and password.';
  switch (type) {
    case 'NotAuthorizedException':
    case 'UserNotFoundException':
      return 'E-mail or password is wrong. Check both and try again.';
    case 'PasswordResetRequiredException':
      return 'Your password must be reset. Ask your administrator for a new one.';
    case 'UserNotConfirmedException':
      return 'This account is not confirmed yet. Ask your administrator.';
    case 'InvalidPasswordException':
      return `The new password is not good enough: ${message}`;
    case 'TooManyRequestsException':
    case 'LimitExceededException':
      return 'Too many attempts. Wait a few minutes, then try again.';
    default:
      return `The sign-in service refused: ${message || type || 'no reason given'}.`;
  }
}

async function call(endpoint: string, target: string, body: unknown): Promise<CognitoAnswer> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${target}`,
      },
      body: JSON.stringify(body),
    });
  } catch {
    throw new AppError('network', 'The sign-in service does not answer. Check the connection and try again.');
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) return answer as CognitoAnswer;
  const type = String(answer.__type ?? '').replace(/^.*#/, '');
  const message = String(answer.message ?? answer.Message ?? '');
  if (response.status >= 500)
    throw new AppError('network', 'The sign-in service is busy. Try again in a moment.');
  throw new AppError('auth', cognitoMessage(type, message), response.status);
}

function stepOf(answer: CognitoAnswer, user: string): SignInStep {
  const idToken = answer.AuthenticationResult?.IdToken;
  if (idToken)
    return {
      kind: 'done',
      tokens: {
        idToken,
        refreshToken: answer.AuthenticationResult?.RefreshToken ?? null,
        expiresAt: expiryOf(idToken),
      },
    };
  if (answer.ChallengeName === 'NEW_PASSWORD_REQUIRED' && answer.Session)
    return {
      kind: 'new-password',
      user: answer.ChallengeParameters?.USER_ID_FOR_SRP ?? user,
      session: answer.Session,
    };
  throw new AppError(
    'auth',
    `This account signs in with a step that this page cannot do (${answer.ChallengeName ?? 'unknown'}). Ask your administrator.`,
  );
}

export async function signIn(
  endpoint: string,
  clientId: string,
  email: string,
  password: string,
): Promise<SignInStep> {
  const answer = await call(endpoint, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  return stepOf(answer, email);
}

export async function setNewPassword(
  endpoint: string,
  clientId: string,
  step: { user: string; session: string },
  password: string,
): Promise<SignInStep> {
  const answer = await call(endpoint, 'RespondToAuthChallenge', {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ClientId: clientId,
    Session: step.session,
    ChallengeResponses: { USERNAME: step.user, NEW_PASSWORD: password },
  });
  return stepOf(answer, step.user);
}

export async function refreshCognito(
  endpoint: string,
  clientId: string,
  refreshToken: string,
): Promise<Tokens> {
  const answer = await call(endpoint, 'InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: clientId,
    AuthParameters: { REFRESH_TOKEN: refreshToken },
  });
  const step = stepOf(answer, '');
  if (step.kind === 'done') return step.tokens;
  throw new AppError('session_expired', 'Your session has ended. Sign in again.', 401);
}

/** Makes the refresh token worthless. The person is signed out of this page whether or not that works. */
export async function revokeCognito(endpoint: string, clientId: string, refreshToken: string): Promise<void> {
  await call(endpoint, 'RevokeToken', { ClientId: clientId, Token: refreshToken }).catch(() => undefined);
}
