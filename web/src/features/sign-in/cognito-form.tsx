import { useRef, useState } from 'preact/hooks';
import { type AppError, toAppError } from '../../api/app-error.ts';
import { Field } from '../../ui/field.tsx';
import { type SignInStep, setNewPassword, signIn } from './cognito.ts';
import type { Tokens } from './tokens.ts';

type Props = { auth: { endpoint: string; clientId: string }; onSignedIn(tokens: Tokens): void };

export function CognitoForm({ auth, onSignedIn }: Props) {
  const [challenge, setChallenge] = useState<{ user: string; session: string } | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '');
    setBusy(true);
    setError(null);
    try {
      const step: SignInStep = challenge
        ? await setNewPassword(auth.endpoint, auth.clientId, challenge, text('new-password'))
        : await signIn(auth.endpoint, auth.clientId, text('email').trim(), text('password'));
      if (step.kind === 'done') return onSignedIn(step.tokens);
      setChallenge(step);
    } catch (reason) {
      setError(toAppError(reason));
      password.current?.select();
    }
    setBusy(false);
  }

  return (
    <form onSubmit={submit} class="stack" key={challenge ? 'new' : 'sign-in'}>
      {error && (
        <p class="form-error" role="alert">
          {error.message}
        </p>
      )}
      {challenge ? (
        <>
          <p>Your password was given to you by an administrator. Choose one of your own to go on.</p>
          <Field
            label="New password"
            hint="At least 12 characters, with capital and small letters, a digit and a sign."
          >
            <input
              ref={password}
              type="password"
              name="new-password"
              autocomplete="new-password"
              required
              minLength={8}
            />
          </Field>
        </>
      ) : (
        <>
          <Field label="E-mail">
            <input type="email" name="email" autocomplete="username" required />
          </Field>
          <Field label="Password">
            <input ref={password} type="password" name="password" autocomplete="current-password" required />
          </Field>
        </>
      )}
      <button type="submit" class="button primary wide" disabled={busy}>
        {busy ? 'Signing in…' : challenge ? 'Set password and sign in' : 'Sign in'}
      </button>
    </form>
  );
}
