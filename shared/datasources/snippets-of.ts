import { z } from 'zod';
import type { Template } from '#shared/datasources/template.ts';
import type { AwsTarget } from '#shared/snippets/aws-feeds.ts';
import { snippetsFor } from '#shared/snippets/snippets.ts';

export const snippetAnswer = z.object({
  shipper: z.string(),
  title: z.string(),
  /** Of the text, for its colours. */
  language: z.enum(['yaml', 'json', 'toml', 'ini', 'shell', 'ruby', 'text']),
  file: z.string(),
  text: z.string(),
  notes: z.array(z.string()),
});

const languages: Readonly<Record<string, z.infer<typeof snippetAnswer>['language']>> = {
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  toml: 'toml',
  conf: 'ini',
};

/** The texts for the shippers that suit a template, best first. */
export function snippetsOf(
  template: Template,
  target: Omit<AwsTarget, 'connector'>,
): z.infer<typeof snippetAnswer>[] {
  const all = snippetsFor({ ...target, connector: template.connector });
  return template.shippers.flatMap((shipper) => {
    const found = all.find((one) => one.shipper === shipper);
    if (found === undefined) return [];
    const language = found.file === 'a shell' ? 'shell' : languages[found.file.split('.').at(-1) ?? ''];
    return [{ ...found, notes: [...found.notes], language: language ?? 'text' }];
  });
}
