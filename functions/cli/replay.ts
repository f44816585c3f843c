import { z } from 'zod';
import type { Command } from './command.ts';

const answerSchema = z.object({
  examined: z.number(),
  replayed: z.number(),
  already: z.number(),
  unchanged: z.number(),
  next: z.string().nullable(),
});

export const replay: Command = {
  name: 'replay',
  summary:
    'Send events that could not be read through the pipeline again, after their source got another parser',
  usage:
    'gatehouse replay --tenant ID [--source ID] [--reason TEXT] [--connector NAME] [--version VERSION] [--from TIME] [--to TIME]',
  options: ['tenant', 'source', 'reason', 'connector', 'version', 'from', 'to'],
  required: ['tenant'],
  async run(cell, values, print) {
    const call = await cell.connect();
    const filter = {
      source_id: values.source,
      reason: values.reason,
      parser_name: values.connector,
      parser_version: values.version,
      from: values.from,
      to: values.to,
    };
    const sum = { examined: 0, replayed: 0, already: 0, unchanged: 0 };
    let cursor: string | null = null;
    do {
      const body: Record<string, unknown> = { ...filter, cursor: cursor ?? undefined };
      const answer: z.infer<typeof answerSchema> = answerSchema.parse(
        await call({ method: 'POST', path: '/api/v1/replays', tenant: values.tenant ?? '', body }),
      );
      for (const name of ['examined', 'replayed', 'already', 'unchanged'] as const) sum[name] += answer[name];
      if (process.stderr.isTTY)
        process.stderr.write(`\r${sum.examined} records looked at, ${sum.replayed} sent`);
      cursor = answer.next;
    } while (cursor !== null);
    if (process.stderr.isTTY) process.stderr.write('\n');
    print(
      `${sum.replayed} of ${sum.examined} sidelined records sent again; ${sum.already} were sent before, ${sum.unchanged} have the same parser as then.`,
    );
  },
};
