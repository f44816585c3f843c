/** A failed login in ECS, as a shipper would push it; `seconds` counts from a fixed start within the last hour. */
export function failedLogin(
  user: string,
  seconds: number,
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    '@timestamp': new Date(windowStart() + seconds * 1000).toISOString(),
    event: { category: 'authentication', action: 'login', outcome: 'failure' },
    user: { name: user },
    source: { ip: '203.0.113.7' },
    host: { name: 'vpn-1' },
    ...extra,
  };
}

export function failedLogins(user: string, count: number, spacingSeconds: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => failedLogin(user, i * spacingSeconds));
}

const start = Date.now() - 20 * 60_000;
const windowStart = (): number => start;
