import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { emulatorConfig } from './scratch.ts';

/** Runs a function of the deployed cell as its schedule does; gives what it answered, or its error. */
export async function invokeFunction(name: string): Promise<{ failed: boolean; answer: unknown }> {
  const client = new LambdaClient(emulatorConfig());
  try {
    for await (const page of paginateListFunctions({ client }, {})) {
      const found = page.Functions?.find(({ Description }) => Description?.endsWith(`functions/${name}`));
      if (found === undefined) continue;
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName: found.FunctionName ?? '' }),
      );
      const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
      return { failed: FunctionError !== undefined, answer: text === '' ? null : JSON.parse(text) };
    }
  } finally {
    client.destroy();
  }
  throw new Error(`the cell has no function ${name}`);
}
