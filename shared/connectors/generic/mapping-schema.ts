import { z } from 'zod';
import { MAPPING_KEYS } from '#shared/connectors/generic/mapping-keys.ts';
import { nearestKey } from '#shared/connectors/generic/nearest-key.ts';
import { compileTimeFormat, TIME_FORMATS } from '#shared/connectors/generic/time-format.ts';
import { type EventCategory, eventCategorySchema } from '#shared/schema/event.ts';

/** Targets that are no attributes but the event's own head. */
export const SPECIAL = { timestamp: 'timestamp', severity: 'severity', category: 'category' } as const;

/** `event.category` of ECS that says what a category of ours says. */
export const ECS_CATEGORY: Readonly<Record<EventCategory, string>> = {
  auth: 'authentication',
  endpoint: 'host',
  network: 'network',
  cloud: 'configuration',
  k8s: 'configuration',
  storage: 'file',
  ops: 'host',
};

/** What a value may be turned into; what can't be is told in a note. */
export const CONVERTERS = ['text', 'ip', 'port', 'number'] as const;

const MAX_ROWS = 300;
const MAX_VALUES = 500;
/** Where a field may go, besides `labels.<name>`. */
export const MAPPING_TARGETS: readonly string[] = [...Object.values(SPECIAL), ...MAPPING_KEYS];
/** A tenant's own names, which ECS keeps a place for. */
const LABEL = /^labels\.[a-z0-9_]{1,60}$/;

const targetSchema = z
  .string()
  .max(100)
  .superRefine((to, context) => {
    if (MAPPING_TARGETS.includes(to) || LABEL.test(to)) return;
    const near = nearestKey(to, MAPPING_TARGETS);
    const hint = near === null ? 'for what none fits, use labels.<name>' : `did you mean ${near}?`;
    context.addIssue({ code: 'custom', message: `is no canonical key: ${hint}` });
  });

const valueSchema = z.union([z.string().max(1_000), z.number(), z.boolean()]);

const rowSchema = z
  .strictObject({
    from: z.string().min(1).max(200),
    to: z.union([targetSchema, z.array(targetSchema).min(1).max(5)]),
    as: z.enum(CONVERTERS).optional(),
    format: z.string().min(1).max(100).optional(),
    values: z
      .record(z.string().max(1_000), valueSchema)
      .refine((values) => Object.keys(values).length <= MAX_VALUES, `holds more than ${MAX_VALUES} values`)
      .optional(),
    otherwise: valueSchema.optional(),
    required: z.boolean().optional(),
  })
  .superRefine((row, context) => {
    const refuse = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    const to = typeof row.to === 'string' ? [row.to] : row.to;
    const results = [
      ...Object.values(row.values ?? {}),
      ...(row.otherwise === undefined ? [] : [row.otherwise]),
    ];
    if (row.otherwise !== undefined && row.values === undefined)
      refuse('otherwise', 'needs values beside it');
    if (row.format !== undefined) {
      if (!to.includes(SPECIAL.timestamp)) refuse('format', 'is for the timestamp only');
      else if (compileTimeFormat(row.format) === null) refuse('format', `must be ${TIME_FORMATS}`);
    }
    if (to.includes(SPECIAL.timestamp) && (row.as ?? row.values) !== undefined)
      refuse('to', 'timestamp takes a format, and neither as nor values');
    if (to.includes(SPECIAL.severity) && !results.every(isSeverity))
      refuse('values', 'of a severity must be whole numbers from 0 to 10');
    if (to.includes(SPECIAL.category)) {
      const words = eventCategorySchema.options.join(', ');
      if (row.values === undefined) refuse('values', `must say which value is which category: ${words}`);
      else if (!results.every((one) => eventCategorySchema.safeParse(one).success))
        refuse('values', `of a category must be among ${words}`);
    }
  });

const isSeverity = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10;

/** One line of a tenant's mapping: the vendor's field name or path, where it goes, and what it is turned into. */
export type MappingRow = z.infer<typeof rowSchema>;

export const mappingRowsSchema = z.array(rowSchema).min(1).max(MAX_ROWS);
