/** What the set-up instructions are written for. */
export type InstructionTarget = {
  url: string;
  sourceId: string;
  token: string;
  settings: Readonly<Record<string, string | number | boolean>>;
};

/** The instructions with the tenant's own values; a setting that was left out is named by its name. */
export function instructionsFor(text: string, { url, sourceId, token, settings }: InstructionTarget): string {
  const values: Record<string, string> = { url, source_id: sourceId, token };
  for (const [name, value] of Object.entries(settings)) values[`setting.${name}`] = String(value);
  return text.replaceAll(/\{\{([a-z_.]+)\}\}/g, (_, name: string) => values[name] ?? `<${name}>`);
}
