import type { Role } from '#shared/schema/role.ts';
import type { Client } from './client.ts';

/** Who the API says is signed in; `tenant_id` is `platform` for a platform_admin. */
export type Me = { user_id: string; email: string; role: Role; tenant_id: string };

export function getMe(client: Client, signal?: AbortSignal): Promise<Me> {
  return client.request('/api/v1/me', signal ? { signal } : {});
}
