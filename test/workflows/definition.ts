import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const root = new URL('../../workflows/', import.meta.url);

const stateSchema = z.looseObject({
  Type: z.enum(['Task', 'Choice', 'Wait', 'Pass', 'Succeed', 'Fail', 'Map']),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Condition: z.string(), Next: z.string() })).optional(),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
  Retry: z.array(z.looseObject({ MaxAttempts: z.number(), BackoffRate: z.number() })).optional(),
  TimeoutSeconds: z.number().optional(),
  /** Of a map: one state that is run for each item. */
  ItemProcessor: z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) }).optional(),
});
export type State = z.infer<typeof stateSchema>;

const definitionSchema = z.strictObject({
  Comment: z.string(),
  QueryLanguage: z.literal('JSONata'),
  TimeoutSeconds: z.number(),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});
export type Definition = z.infer<typeof definitionSchema>;

/** One answer of a task, or the error that it ends with. */
const answerSchema = z.union([
  z.strictObject({ return: z.unknown() }),
  z.strictObject({ throw: z.strictObject({ Error: z.string(), Cause: z.string() }) }),
]);

const casesSchema = z.strictObject({
  cases: z.array(
    z.strictObject({
      /** Also the emulator's name of the test case, so a word. */
      name: z.string().regex(/^[a-z_]+$/),
      input: z.record(z.string(), z.unknown()),
      /** By state, in the order of the calls; the last one is repeated. */
      answers: z.record(z.string(), z.array(answerSchema).min(1)),
      /** States in the order in which they are entered; a retry does not enter again. */
      path: z.array(z.string()).min(1),
      status: z.enum(['SUCCEEDED', 'FAILED']),
      error: z.string().optional(),
      cause: z.string().optional(),
      /** Failed calls of tasks, those that were retried too. */
      task_failures: z.number().int().default(0),
    }),
  ),
});
export type WorkflowCase = z.infer<typeof casesSchema>['cases'][number];

export type Workflow = { name: string; text: string; definition: Definition; cases: WorkflowCase[] };

/** Every folder under `workflows/`, parsed. */
export function readWorkflows(): Workflow[] {
  return readdirSync(root).map((name) => {
    const text = readFileSync(new URL(`${name}/workflow.asl.json`, root), 'utf8');
    const cases = JSON.parse(readFileSync(new URL(`${name}/cases.json`, root), 'utf8'));
    return {
      name,
      text,
      definition: definitionSchema.parse(JSON.parse(text)),
      cases: casesSchema.parse(cases).cases,
    };
  });
}

/** All states, those inside of maps too: a map leads into its first one, and the last one leads back out of the map. */
export function flatStates(definition: Definition): Record<string, State> {
  const flat: Record<string, State> = {};
  for (const [name, state] of Object.entries(definition.States)) {
    if (state.ItemProcessor === undefined) {
      flat[name] = state;
      continue;
    }
    const { Next, Catch, ...map } = state;
    flat[name] = { ...map, Next: state.ItemProcessor.StartAt };
    for (const [inner, raw] of Object.entries(state.ItemProcessor.States)) {
      const { End, ...rest } = stateSchema.parse(raw);
      flat[inner] = End === true ? { ...rest, Next, Catch } : rest;
    }
  }
  return flat;
}

/** The states that may follow a state. */
export function successors(state: State): string[] {
  const choices = (state.Choices ?? []).map((choice) => choice.Next);
  const catches = (state.Catch ?? []).map((catcher) => catcher.Next);
  return [state.Next, state.Default, ...choices, ...catches].filter((name) => name !== undefined);
}
