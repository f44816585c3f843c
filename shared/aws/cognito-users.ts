import {
  type CognitoIdentityProviderClient,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserDirectory } from '#shared/ports/user-directory.ts';
import { roleSchema } from '#shared/schema/role.ts';

/** Cognito's states in which a user can sign in, the first time by a temporary password ("UserStatus"). */
const able: ReadonlySet<string> = new Set(['CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER']);

/** The users of the cell's own pool. Cognito can't search for attributes of one's own, so all are read, 60 a call. */
export function makeCognitoUsers(client: CognitoIdentityProviderClient, userPoolId: string): UserDirectory {
  return {
    async countRoles(tenantId) {
      const counts = { platform_admin: 0, tenant_admin: 0, soc_analyst: 0, auditor: 0 };
      const asked = { UserPoolId: userPoolId, AttributesToGet: ['custom:role', 'custom:tenant_id'] };
      for await (const { Users = [] } of paginateListUsers({ client, pageSize: 60 }, asked)) {
        for (const { Attributes = [], Enabled, UserStatus = '' } of Users) {
          const of = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value;
          const role = roleSchema.safeParse(of('custom:role'));
          if (of('custom:tenant_id') !== tenantId || Enabled === false || !able.has(UserStatus)) continue;
          if (role.success) counts[role.data]++;
        }
      }
      return counts;
    },
  };
}
