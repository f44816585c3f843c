import { z } from 'zod';
import type { SettingField, Template } from '#shared/datasources/template.ts';
import { DomainError } from '#shared/errors.ts';

/** Characters of one setting: certificates and long keys fit, whole files do not. */
const MAX_TEXT = 4_000;

export type SettingValue = string | number | boolean;

function schemaOf(field: SettingField): z.ZodType<SettingValue | undefined> {
  const base = checkOf(field);
  if (field.default !== undefined) return base.default(field.default);
  return field.required ? base : base.optional();
}

function checkOf(field: SettingField): z.ZodType<SettingValue> {
  switch (field.kind) {
    case 'number':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'select':
      return z.enum((field.options ?? []) as [string, ...string[]]);
    case 'url':
      return z.url({ protocol: /^https?$/ }).max(MAX_TEXT);
    default: {
      const text = z.string().trim().min(1).max(MAX_TEXT);
      return field.pattern === undefined
        ? text
        : text.regex(field.pattern, `does not look like one. ${field.help}`);
    }
  }
}

/**
 * The settings of a template, checked by its own fields: what may be kept with the source, and what is secret.
 * @throws DomainError `invalid_request` that names each field.
 */
export function readSettings(
  template: Template,
  given: Readonly<Record<string, unknown>>,
): { plain: Record<string, SettingValue>; secret: Record<string, SettingValue> } {
  const schema = z.strictObject(
    Object.fromEntries(template.settings.map((field) => [field.name, schemaOf(field)])),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      in: 'body',
      path: ['settings', ...path].join('.'),
      message,
    }));
    const first = issues[0];
    throw new DomainError('invalid_request', `The setting ${first?.path}: ${first?.message}.`, { issues });
  }
  const plain: Record<string, SettingValue> = {};
  const secret: Record<string, SettingValue> = {};
  for (const { name, kind } of template.settings) {
    const value = parsed.data[name];
    if (value !== undefined) (kind === 'secret' ? secret : plain)[name] = value;
  }
  return { plain, secret };
}
