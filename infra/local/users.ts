import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { LaunchError } from './launch-error.ts';
import type { LocalUser } from './local-file.ts';

export type Pool = { client: CognitoIdentityProviderClient; userPoolId: string; clientId: string };

/** Meets the strictest password policy of Cognito: all four kinds of characters. */
export function newPassword(): string {
  return `Gh1-${randomBytes(15).toString('base64url')}`;
}

/** Creates the user or brings an existing one to this role and password; a user's tenant never changes. */
export async function ensureUser({ client, userPoolId }: Pool, user: LocalUser): Promise<void> {
  const attributes = [
    { Name: 'email', Value: user.email },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:role', Value: user.role },
    { Name: 'custom:tenant_id', Value: user.tenant_id },
  ];
  const name = { UserPoolId: userPoolId, Username: user.email };
  try {
    await client.send(
      new AdminCreateUserCommand({ ...name, UserAttributes: attributes, MessageAction: 'SUPPRESS' }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    const changeable = attributes.filter(({ Name }) => Name === 'custom:role');
    await client.send(new AdminUpdateUserAttributesCommand({ ...name, UserAttributes: changeable }));
  }
  await client.send(new AdminSetUserPasswordCommand({ ...name, Password: user.password, Permanent: true }));
}

/** Signs the user in and gives the ID token, which the API takes as Bearer. Valid for as long as the pool says. */
export async function signIn({ client, clientId }: Pool, user: LocalUser): Promise<string> {
  const answer = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  );
  const token = answer.AuthenticationResult?.IdToken;
  if (!token) throw new LaunchError(`${user.email} could not sign in: run npm run reset, then npm start.`);
  return token;
}
