import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Client } from '../api/client.ts';
import type { RunConfig } from '../api/config.ts';
import { getMe } from '../api/me.ts';
import { Failure, Loading } from '../ui/states.tsx';
import { useResource } from '../ui/use-resource.ts';
import { Announcer, useAnnouncer } from './announcer.tsx';
import { AppProvider, type AppState } from './app-context.ts';
import { PageOf } from './page-of.tsx';
import { matchRoute, usePlace } from './router.ts';
import { Shell } from './shell.tsx';

const CHOSEN = 'gatehouse.tenant';

type Props = { config: RunConfig; makeClient(tenant: string | null): Client; signOut(): void };

export function SignedIn({ config, makeClient, signOut }: Props) {
  const platform = useMemo(() => makeClient(null), [makeClient]);
  const me = useResource((signal) => getMe(platform, signal), [platform]);
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(CHOSEN));
  const [announcement, announce] = useAnnouncer();
  const { path } = usePlace();
  const route = matchRoute(path);

  const chooseTenant = useCallback((tenantId: string | null) => {
    if (tenantId) sessionStorage.setItem(CHOSEN, tenantId);
    else sessionStorage.removeItem(CHOSEN);
    setChosen(tenantId);
  }, []);

  const isPlatform = me.data?.role === 'platform_admin';
  const tenantId = isPlatform ? chosen : (me.data?.tenant_id ?? null);
  const api = useMemo(() => makeClient(isPlatform ? chosen : null), [makeClient, isPlatform, chosen]);

  useEffect(() => {
    if (me.data && me.data.role !== 'platform_admin') chooseTenant(null);
  }, [me.data, chooseTenant]);

  if (!me.data)
    return (
      <main id="main" class="alone">
        {me.error ? <Failure error={me.error} retry={me.reload} /> : <Loading what="your account" />}
        {me.error && (
          <button type="button" class="button" onClick={signOut}>
            Sign out
          </button>
        )}
      </main>
    );

  const state: AppState = {
    config,
    me: me.data,
    api,
    platform,
    clientFor: makeClient,
    tenantId,
    chooseTenant,
    announce,
    signOut,
  };
  return (
    <AppProvider value={state}>
      <Shell route={route}>
        <PageOf route={route} key={`${tenantId}:${path}`} />
      </Shell>
      <Announcer text={announcement} />
    </AppProvider>
  );
}
