import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type OcsfFacts, ocsfSchemas } from './ocsf-schemas.ts';

type Json = Record<string, unknown>;

/**
 * Checks events against OCSF 1.8: the compiled schema of the class under the profiles that the event names, and the
 * rules that a schema cannot say. Each class is compiled when it is first met.
 */
export function ocsfChecker(): (event: Json) => string[] {
  const { classes, objects, class_facts, object_facts } = ocsfSchemas();
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema([...objects]);
  const compiled = new Map<string, ValidateFunction>();

  const validator = (uid: number, profiles: string): ValidateFunction | null => {
    const key = `${uid}?${profiles}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const schema = classes[uid]?.[profiles];
    if (schema === undefined) return null;
    const made = ajv.compile(schema);
    compiled.set(key, made);
    return made;
  };

  return (event) => {
    const uid = Number(event.class_uid);
    const profiles = [...(((event.metadata as Json | undefined)?.profiles ?? []) as string[])].sort();
    const validate = validator(uid, profiles.includes('cloud') ? 'cloud' : '');
    if (validate === null) return [`there is no class ${uid}`];
    const problems = validate(event)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
    const facts = class_facts[uid] ?? {};
    return [
      ...problems,
      ...numbers(event, uid),
      ...profileProblems(event, profiles, facts),
      ...captionProblems(event, facts, object_facts, ''),
    ];
  };
}

function numbers(event: Json, uid: number): string[] {
  const problems: string[] = [];
  const activity = Number(event.activity_id);
  if (event.type_uid !== uid * 100 + activity) problems.push(`type_uid ${event.type_uid} of class ${uid}`);
  // An extension's classes have their category in the last thousands: 201002 is of category 1.
  if (event.category_uid !== Math.floor((uid % 100_000) / 1000))
    problems.push(`category ${event.category_uid}`);
  // Seconds since 1970 stay under 1e11 until the year 5138; milliseconds pass it in 1973.
  if (typeof event.time !== 'number' || event.time < 1e11)
    problems.push(`time ${event.time} is no milliseconds`);
  const version = (event.metadata as Json).version;
  if (version !== '1.8.0') problems.push(`metadata.version ${version}`);
  const extension = ((event.metadata as Json).extensions as Json[] | undefined)?.[0]?.name;
  if (uid > 100_000 !== (extension === 'win')) problems.push(`the extension of class ${uid} is ${extension}`);
  return problems;
}

/** Named profiles are used, and attributes of a profile stand only under its name. */
function profileProblems(event: Json, profiles: readonly string[], facts: OcsfFacts): string[] {
  const used = new Set<string>();
  const problems: string[] = [];
  for (const name of Object.keys(event)) {
    const of = facts[name]?.profiles ?? [];
    if (of.length > 0 && !of.some((profile) => profiles.includes(profile)))
      problems.push(`${name} without ${of}`);
    for (const profile of of) used.add(profile);
  }
  return [...problems, ...profiles.filter((one) => !used.has(one)).map((one) => `${one} is named, not used`)];
}

/** A caption says what its number means; 0 is unknown, and 99 leaves the word to the source. */
function captionProblems(
  value: Json,
  facts: OcsfFacts,
  objects: Readonly<Record<string, OcsfFacts>>,
  path: string,
): string[] {
  return Object.entries(value).flatMap(([name, item]) => {
    const fact = facts[name];
    if (fact === undefined) return [];
    const problems: string[] = [];
    if (fact.caption_in !== null && typeof item === 'number') {
      const caption = fact.captions[String(item)];
      const said = value[fact.caption_in];
      if (caption === undefined) problems.push(`${path}${name} ${item} is not declared`);
      if (said !== undefined && item !== 99 && said !== caption)
        problems.push(`${path}${fact.caption_in} is ${said}, but ${name} ${item} is ${caption}`);
      if (item === 99 && (said === undefined || said === '')) problems.push(`${path}${name} 99 says no word`);
    }
    const inner = fact.object === null ? undefined : objects[fact.object];
    const nested = (Array.isArray(item) ? item : [item]).filter(
      (one) => one !== null && typeof one === 'object',
    );
    if (inner === undefined || fact.object === 'object') return problems;
    return [
      ...problems,
      ...nested.flatMap((one) => captionProblems(one as Json, inner, objects, `${path}${name}.`)),
    ];
  });
}
