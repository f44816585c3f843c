import { AppError } from './app-error.ts';

export type AuthConfig =
  | { kind: 'cognito'; endpoint: string; clientId: string }
  | { kind: 'oidc'; issuer: string; clientId: string };

/** What one build needs to know about the cell that serves it. */
export type RunConfig = { stage: string; region: string; auth: AuthConfig };

/** Checks what `/config.json` said. @throws AppError naming the field that is missing. */
export function readConfig(value: unknown): RunConfig {
  const { stage, region, auth } = (value ?? {}) as Record<string, unknown>;
  const a = (auth ?? {}) as Record<string, unknown>;
  const need = (name: string, field: unknown): string => {
    if (typeof field === 'string' && field !== '') return field;
    throw new AppError(
      'config',
      `/config.json has no "${name}". The web deployment is incomplete: deploy it again.`,
    );
  };
  const common = { stage: need('stage', stage), region: need('region', region) };
  const clientId = need('auth.clientId', a.clientId);
  if (a.kind === 'oidc')
    return { ...common, auth: { kind: 'oidc', issuer: need('auth.issuer', a.issuer), clientId } };
  return { ...common, auth: { kind: 'cognito', endpoint: need('auth.endpoint', a.endpoint), clientId } };
}

export async function loadConfig(): Promise<RunConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' }).catch(() => null);
  if (!response)
    throw new AppError('network', 'The server does not answer. Check the connection and reload the page.');
  if (!response.ok)
    throw new AppError(
      'config',
      `/config.json could not be read (HTTP ${response.status}). Deploy the web stack again.`,
    );
  const body: unknown = await response.json().catch(() => null);
  return readConfig(body);
}
