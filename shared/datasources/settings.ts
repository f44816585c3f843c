import { z } from 'zod';
import { assertSettings, type StoredSettings, settingsOf } from '#shared/connectors/source-settings.ts';
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

/** The whole form of a template: its own fields, then what its connector may be told, mappings left out. */
export function formOf({ settings, connector }: Template): SettingField[] {
  const told = settingsOf(connector)
    .filter(({ form }) => form === 'text')
    .map(
      ({ name, label, help, example }): SettingField => ({
        name,
        label,
        kind: 'text',
        required: false,
        help: `${help.replaceAll('`', '')} Such as ${String(example)}.`,
      }),
    );
  return [...settings, ...told];
}

/**
 * What a template's form was filled with, checked by its own fields: what may be kept with the source, what is secret,
 * and what its connector reads by.
 * @throws DomainError `invalid_request` that names each field.
 */
export function readSettings(
  template: Template,
  given: Readonly<Record<string, unknown>>,
): { plain: Record<string, SettingValue>; secret: Record<string, SettingValue>; read: StoredSettings } {
  const form = formOf(template);
  const schema = z.strictObject(Object.fromEntries(form.map((field) => [field.name, schemaOf(field)])));
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
  const read: Record<string, SettingValue> = {};
  const own = new Set(template.settings.map(({ name }) => name));
  for (const { name, kind } of form) {
    const value = parsed.data[name];
    if (value !== undefined) (kind === 'secret' ? secret : own.has(name) ? plain : read)[name] = value;
  }
  assertSettings(template.connector, read);
  return { plain, secret, read };
}
