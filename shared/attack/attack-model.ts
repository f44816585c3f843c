import { z } from 'zod';
import enterprise from '#shared/attack/enterprise-18.1.json' with { type: 'json' };
import { once } from '#shared/once.ts';

const modelSchema = z.object({
  /** Release of ATT&CK, such as `18.1`. */
  version: z.string(),
  domain: z.literal('enterprise-attack'),
  /** MITRE's terms of use ask that this goes with the data. */
  notice: z.string().min(1),
  /** In the matrix's order. */
  tactics: z.array(z.object({ id: z.string(), shortname: z.string(), name: z.string() })),
  /** Short names of other releases, by what they are called in this one. */
  tactic_aliases: z.record(z.string(), z.string()),
  techniques: z.array(z.tuple([z.string(), z.string(), z.array(z.string())])),
});

export type Tactic = { id: string; shortname: string; name: string };
export type Technique = {
  /** `T1110`, or `T1110.001` for a sub-technique. */
  id: string;
  name: string;
  /** Short names of its tactics. */
  tactics: readonly string[];
  /** The technique that a sub-technique belongs to. */
  parent: string | null;
};

/** One release of MITRE ATT&CK. Another release is another data file. */
export type AttackModel = {
  version: string;
  notice: string;
  tactics: readonly Tactic[];
  techniques: ReadonlyMap<string, Technique>;
  /** The tactic of a tag, also where another release calls it otherwise (version 19 split defense-evasion in two). */
  tacticNamed(shortname: string): Tactic | undefined;
};

/** @throws ZodError when the data file is not of this form, Error when a technique names an unknown tactic. */
export function readAttackModel(json: unknown): AttackModel {
  const { version, notice, tactics, tactic_aliases, techniques } = modelSchema.parse(json);
  const byName = new Map(tactics.map((tactic) => [tactic.shortname, tactic]));
  for (const [id, , names] of techniques) {
    const unknown = names.find((name) => !byName.has(name));
    if (unknown !== undefined) throw new Error(`${id} names the tactic "${unknown}", which the file lacks.`);
  }
  return {
    version,
    notice,
    tactics,
    techniques: new Map(
      techniques.map(([id, name, of]) => [
        id,
        { id, name, tactics: of, parent: id.includes('.') ? id.slice(0, id.indexOf('.')) : null },
      ]),
    ),
    tacticNamed: (shortname) =>
      byName.get(Object.hasOwn(tactic_aliases, shortname) ? (tactic_aliases[shortname] ?? '') : shortname),
  };
}

/** ATT&CK for Enterprise as Gatehouse counts by it: version 18.1, 14 tactics. */
export const enterpriseAttack = once(() => readAttackModel(enterprise));
