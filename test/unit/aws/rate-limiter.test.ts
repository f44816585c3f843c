import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { documentClient } from '#shared/aws/clients.ts';
import { makeDynamoRateLimiter } from '#shared/aws/dynamo-rate-limiter.ts';
import { tenantIdSchema } from '#shared/ids.ts';

const client = documentClient(new DynamoDBClient({ region: 'eu-west-1' }));
const dynamo = mockClient(client);
const acme = tenantIdSchema.parse('acme');

function take(errorName: string) {
  dynamo.reset();
  dynamo.on(UpdateCommand).rejects(Object.assign(new Error(errorName), { name: errorName }));
  const warnings: unknown[] = [];
  const limiter = makeDynamoRateLimiter(client, {
    controlTable: 'control',
    warn: (_message, details) => warnings.push(details),
  });
  const decision = limiter.take(acme, 'events', 1, { perSecond: 1, burstSeconds: 1 }, new Date(0));
  return { decision, warnings };
}

describe('the rate limiter over a table that does not answer', () => {
  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'TimeoutError'])(
    'lets the request through after %s, and says so',
    async (name) => {
      const { decision, warnings } = take(name);
      expect(await decision).toEqual({ allowed: true });
      expect(warnings).toEqual([{ tenant_id: 'acme', limit: 'events' }]);
    },
  );

  it('does not hide a missing grant or table', async () => {
    for (const name of ['AccessDeniedException', 'ResourceNotFoundException']) {
      await expect(take(name).decision).rejects.toThrow(name);
    }
  });
});
