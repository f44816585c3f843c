import { useEffect, useMemo, useState } from 'preact/hooks';
import { createClient } from '../api/client.ts';
import type { RunConfig } from '../api/config.ts';
import { forgetTokens, refreshTokens } from '../features/sign-in/auth.ts';
import { CALLBACK_PATH } from '../features/sign-in/oidc.ts';
import { SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { createTokenKeeper, type EndReason } from '../features/sign-in/token-keeper.ts';
import { navigate, useLinks } from './router.ts';
import { SignedIn } from './signed-in.tsx';

/** Either the sign-in or the signed-in app, at whatever address the browser is. */
export function App({ config }: { config: RunConfig }) {
  const [ended, setEnded] = useState<EndReason | null>(null);
  const keeper = useMemo(
    () =>
      createTokenKeeper({
        storage: sessionStorage,
        refresh: (refreshToken) => refreshTokens(config.auth, refreshToken),
        now: Date.now,
        onEnd(reason) {
          setEnded(reason);
          setSignedIn(false);
        },
      }),
    [config],
  );
  const [signedIn, setSignedIn] = useState(keeper.signedIn);
  useLinks();

  useEffect(() => {
    if (signedIn && location.pathname === CALLBACK_PATH) navigate('/alerts', { replace: true });
  }, [signedIn]);

  const makeClient = useMemo(() => {
    const parts = {
      fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
      token: keeper.fresh,
      renew: keeper.renew,
      newKey: () => crypto.randomUUID(),
    };
    return (tenant: string | null) => createClient(parts, tenant);
  }, [keeper]);

  if (!signedIn)
    return (
      <SignInPage
        config={config}
        ended={ended}
        onSignedIn={(tokens, back) => {
          keeper.start(tokens);
          if (back) navigate(back, { replace: true });
          setSignedIn(true);
        }}
      />
    );
  return (
    <SignedIn
      config={config}
      makeClient={makeClient}
      signOut={() => {
        void forgetTokens(config.auth, keeper.refreshToken());
        keeper.end('signed-out');
      }}
    />
  );
}
