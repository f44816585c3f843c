import { readFileSync, writeFileSync } from 'node:fs';
import { connectors } from '#shared/connectors/connectors.ts';
import { isOfEveryEvent } from '#shared/datasources/adaptations/known-fields.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

const home = new URL('../../shared/connectors/', import.meta.url);

type Sample = { expected?: { attributes: Record<string, AttributeValue> } };

/** The vendors' own field names in each connector's samples: its tables know them, or leave them alone on purpose. */
export function knownFieldsText(): string {
  const rows = connectors.map(({ name, free = [] }) => {
    const samples: Sample[] = JSON.parse(readFileSync(new URL(`${name}/samples.json`, home), 'utf8'));
    const names = new Set(samples.flatMap(({ expected }) => Object.keys(expected?.attributes ?? {})));
    const isFree = (field: string) => free.some((prefix) => field.startsWith(`${prefix}.`));
    const own = [...names].filter((field) => !isOfEveryEvent(field) && !isFree(field)).sort();
    return `  ${JSON.stringify(name)}: ${JSON.stringify(own)}`;
  });
  return `{\n${rows.join(',\n')}\n}\n`;
}

export const knownFieldsFile = new URL('known-fields.json', home);

/** Run with node, this writes the list again after samples changed; a test compares the two. */
if (import.meta.main) writeFileSync(knownFieldsFile, knownFieldsText());
