import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Client } from '../api/client.ts';
import type { RunConfig } from '../api/config.ts';
import type { Me } from '../api/me.ts';

export type AppState = {
  config: RunConfig;
  me: Me;
  /** Acts for `tenantId`. */
  api: Client;
  /** Names no tenant: for the operator's own pages. */
  platform: Client;
  /** For one page that acts for another tenant than the chosen one. */
  clientFor(tenant: string): Client;
  /** Null while a platform_admin has chosen none. */
  tenantId: string | null;
  chooseTenant(tenantId: string | null): void;
  /** Says something to screen readers, politely. */
  announce(text: string): void;
  signOut(): void;
};

const Context = createContext<AppState | null>(null);

export const AppProvider = Context.Provider;

export function useApp(): AppState {
  const state = useContext(Context);
  if (!state) throw new Error('useApp needs an AppProvider above it');
  return state;
}
