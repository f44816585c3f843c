import { z } from 'zod';
import { schemaNames } from '#shared/api/schema-names.ts';

export type JsonSchema = Record<string, unknown>;

export type SchemaWriter = {
  /** The schema as JSON Schema 2020-12, with references to named ones. */
  write(schema: z.ZodType, direction: 'input' | 'output'): JsonSchema;
  /** The named schemas that were met so far. */
  named(): Record<string, JsonSchema>;
};

/** Turns zod schemas into OpenAPI 3.1 schemas and gathers the named ones for `components`. */
export function makeSchemaWriter(): SchemaWriter {
  const metadata = schemaNames();
  const met: Record<string, JsonSchema> = {};
  return {
    write(schema, direction) {
      const written = z.toJSONSchema(schema, {
        metadata,
        io: direction,
        unrepresentable: 'any',
        override: describe,
      });
      const text = JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/');
      const { $schema: _, $defs, ...rest } = JSON.parse(text) as JsonSchema;
      for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>)) {
        met[name] = withoutId(definition);
      }
      return rest;
    },
    named: () => Object.fromEntries(Object.entries(met).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function withoutId({ id: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Adds what `.describe` said, and drops the patterns that only spell out a standard format. */
function describe({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
  const description = z.globalRegistry.get(zodSchema)?.description;
  if (description !== undefined) jsonSchema.description ??= description;
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'email') delete jsonSchema.pattern;
}
