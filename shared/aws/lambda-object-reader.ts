import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ObjectReader } from '#shared/ports/customer-objects.ts';

/** Lambda's own queue keeps the notice and tries it again; what fails for good is kept in the failure bucket. */
export function makeLambdaObjectReader(client: LambdaClient, functionName: () => string): ObjectReader {
  return {
    async read(notice) {
      const Payload = JSON.stringify(notice);
      await client.send(
        new InvokeCommand({ FunctionName: functionName(), InvocationType: 'Event', Payload }),
      );
    },
  };
}
