import { useEffect, useState } from 'preact/hooks';
import { type AppError, toAppError } from '../../api/app-error.ts';
import type { RunConfig } from '../../api/config.ts';
import { Logo } from '../../ui/logo.tsx';
import { CognitoForm } from './cognito-form.tsx';
import { CALLBACK_PATH, finishOidc, startOidc } from './oidc.ts';
import type { EndReason } from './token-keeper.ts';
import type { Tokens } from './tokens.ts';

type Props = {
  config: RunConfig;
  ended: EndReason | null;
  onSignedIn(tokens: Tokens, back: string | null): void;
};

/** Shown in place of any page while nobody is signed in; the address stays, so signing in comes back to it. */
export function SignInPage({ config, ended, onSignedIn }: Props) {
  useEffect(() => {
    document.title = 'Sign in · Gatehouse';
  }, []);
  return (
    <main class="sign-in" id="main">
      <div class="sign-in-card">
        <div class="brand brand-large">
          <Logo />
          <span>Gatehouse</span>
        </div>
        <h1>Sign in</h1>
        {ended === 'expired' && (
          <p class="notice" role="status">
            Your session has ended. Sign in again to go on where you were.
          </p>
        )}
        {ended === 'signed-out' && (
          <p class="notice" role="status">
            You are signed out.
          </p>
        )}
        {config.auth.kind === 'cognito' ? (
          <CognitoForm auth={config.auth} onSignedIn={(tokens) => onSignedIn(tokens, null)} />
        ) : (
          <OidcButton auth={config.auth} onSignedIn={onSignedIn} />
        )}
      </div>
      <p class="sign-in-foot">
        {config.stage} · {config.region}
      </p>
    </main>
  );
}

type OidcProps = {
  auth: { issuer: string; clientId: string };
  onSignedIn(tokens: Tokens, back: string): void;
};

function OidcButton({ auth, onSignedIn }: OidcProps) {
  const returning = location.pathname === CALLBACK_PATH;
  const [busy, setBusy] = useState(returning);
  const [error, setError] = useState<AppError | null>(null);

  const fail = (reason: unknown) => {
    setBusy(false);
    setError(toAppError(reason));
  };
  useEffect(() => {
    if (returning)
      finishOidc(auth.issuer, auth.clientId).then(({ tokens, back }) => onSignedIn(tokens, back), fail);
  }, []);

  return (
    <>
      {error && (
        <p class="form-error" role="alert">
          {error.message}
        </p>
      )}
      <button
        type="button"
        class="button primary wide"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          startOidc(auth.issuer, auth.clientId).catch(fail);
        }}
      >
        {busy ? 'Signing in…' : 'Sign in with your organisation'}
      </button>
    </>
  );
}
