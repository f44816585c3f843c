import { isIP } from 'node:net';
import type { AttributeValue } from '#shared/schema/event.ts';
import { isTime, mac, whole } from '#shared/translate/convert.ts';
import type { EcsField } from '#shared/translate/ecs/fields.ts';

type Scalar = string | number | boolean;

const ecsMac = mac('-', (hex) => hex.toUpperCase());

/** One item in its field's type; undefined where it does not fit. */
function itemOf(value: Scalar, { letter, words, pattern, name }: EcsField): Scalar | undefined {
  switch (letter) {
    case 'k': {
      const text = name.endsWith('.mac') ? (ecsMac(value) as string | undefined) : String(value);
      if (text === undefined || text === '') return undefined;
      if (words !== null && !words.has(text)) return undefined;
      return pattern === null || pattern.test(text) ? text : undefined;
    }
    case 'n':
      return whole(value) as number | undefined;
    case 'f': {
      const number =
        typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    }
    case 'b':
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : undefined;
    case 'i':
      return isIP(String(value)) === 0 ? undefined : String(value);
    case 'd':
      return typeof value === 'string' && isTime(value) ? value : undefined;
  }
}

/** A canonical value as ECS wants it, and whether nothing of it was left out. */
export function ecsValue(
  value: AttributeValue,
  field: EcsField,
): { value: Scalar | Scalar[] | undefined; whole: boolean } {
  const given = Array.isArray(value) ? value : [value];
  const items = given.map((item) => itemOf(item, field)).filter((item) => item !== undefined);
  const complete = items.length === given.length;
  if (items.length === 0) return { value: undefined, whole: false };
  if (field.array || field.listed > 0) return { value: items, whole: complete };
  return { value: items[0], whole: complete && items.length === 1 };
}
