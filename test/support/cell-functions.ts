import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { emulatorConfig } from './scratch.ts';

/** A function of the running cell, for an operator's or a schedule's call. */
export type CellFunction = {
  invoke(payload: unknown): Promise<{ failed: boolean; answer: unknown }>;
};

/** The name is found by the description, as the runbook does. */
export async function cellFunction(folder: string): Promise<CellFunction> {
  const client = new LambdaClient(emulatorConfig());
  for await (const page of paginateListFunctions({ client }, {})) {
    const FunctionName = page.Functions?.find((fn) =>
      fn.Description?.endsWith(`functions/${folder}`),
    )?.FunctionName;
    if (FunctionName === undefined) continue;
    return {
      async invoke(payload) {
        const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) });
        const { FunctionError, Payload } = await client.send(command);
        return {
          failed: FunctionError !== undefined,
          answer: JSON.parse(Buffer.from(Payload ?? []).toString()),
        };
      },
    };
  }
  throw new Error(`the cell has no function ${folder}`);
}
