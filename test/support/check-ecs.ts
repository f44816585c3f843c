import { isIP } from 'node:net';
import { ecsFields } from './write-ecs-fields.ts';

type Json = Record<string, unknown>;

const sets = new Set(Object.keys(ecsFields).map((name) => name.split('.')[0]));
const required = Object.entries(ecsFields)
  .filter(([, field]) => field.required === true)
  .map(([name]) => [name, name.split('.')] as const);
const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Checks a document against `@elastic/ecs`: a name inside a field set that ECS does not know is an error. */
export function checkEcs(document: Json): string[] {
  const problems: string[] = [];
  const walk = (value: unknown, path: string): void => {
    const field = ecsFields[path];
    const array = field?.normalize?.includes('array') === true;
    if (field === undefined || ['object', 'nested'].includes(field.type)) {
      const items = Array.isArray(value) ? value : [value];
      if (Array.isArray(value) !== array) problems.push(`${path} ${array ? 'must be' : 'is'} a list`);
      if (!items.every(isObject)) problems.push(`${path} is no field of ECS that holds a value`);
      else
        for (const item of items)
          for (const [name, inner] of Object.entries(item)) walk(inner, `${path}.${name}`);
      return;
    }
    if (Array.isArray(value) !== array) problems.push(`${path} ${array ? 'must be' : 'is'} a list`);
    for (const item of Array.isArray(value) ? value : [value]) {
      const wrong = typeProblem(item, field.type);
      if (wrong !== null) problems.push(`${path} is ${wrong}: ${JSON.stringify(item)}`);
      const allowed = field.allowed_values?.map(({ name }) => name) ?? field.expected_values;
      if (allowed !== undefined && !allowed.includes(String(item))) problems.push(`${path} can't be ${item}`);
      if (field.pattern !== undefined && !new RegExp(field.pattern).test(String(item)))
        problems.push(`${path} is not of its form: ${item}`);
    }
  };
  for (const [name, value] of Object.entries(document)) if (sets.has(name)) walk(value, name);
  for (const [name, path] of required)
    if (path.reduce<unknown>((node, part) => (node as Json)?.[part], document) === undefined)
      problems.push(`${name} is missing`);
  return [...problems, ...typeFit(document)];
}

function typeProblem(value: unknown, type: string): string | null {
  switch (type) {
    case 'long':
    case 'integer':
      return Number.isSafeInteger(value) ? null : 'no whole number';
    case 'float':
    case 'double':
    case 'scaled_float':
      return Number.isFinite(value) ? null : 'no number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'no boolean';
    case 'ip':
      return typeof value === 'string' && isIP(value) !== 0 ? null : 'no address';
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : 'no time';
    case 'flattened':
    case 'geo_point':
      return 'of a type that no canonical value has';
    default:
      return typeof value === 'string' && value !== '' ? null : 'no text';
  }
}

/** Each type has to be one that ECS expects of one of the event's categories. */
function typeFit({ event }: Json): string[] {
  const { category = [], type = [] } = event as { category?: string[]; type?: string[] };
  const declared = ecsFields['event.category']?.allowed_values ?? [];
  const expected = declared
    .filter(({ name }) => category.includes(name))
    .flatMap((one) => one.expected_event_types ?? []);
  return type
    .filter((one) => !expected.includes(one))
    .map((one) => `event.type ${one} does not fit ${category}`);
}
