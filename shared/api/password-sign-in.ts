import { z } from 'zod';
import { ApiRefusal } from '#shared/api/client.ts';

const signedInSchema = z.object({ AuthenticationResult: z.object({ IdToken: z.string() }) });

/**
 * A user's ID token by Cognito's InitiateAuth with name and password (AWS JSON 1.1 protocol).
 * @throws ApiRefusal when the pool gives none.
 */
export async function passwordSignIn(
  auth: { endpoint: string; clientId: string },
  user: { email: string; password: string },
): Promise<string> {
  const answer = await fetch(auth.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId: auth.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  });
  const parsed = signedInSchema.safeParse(await answer.json().catch(() => null));
  if (parsed.success) return parsed.data.AuthenticationResult.IdToken;
  throw new ApiRefusal(
    answer.status,
    'unauthenticated',
    `${user.email} could not sign in (status ${answer.status})`,
  );
}
