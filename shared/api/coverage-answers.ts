import { z } from 'zod';

const logsourceAnswer = z.object({
  product: z.string().optional(),
  category: z.string().optional(),
  service: z.string().optional(),
});

const blockerAnswer = z.discriminatedUnion('why', [
  z.object({ why: z.literal('rule_off'), rule_id: z.string() }),
  z.object({ why: z.literal('no_source'), logsource: logsourceAnswer }),
  z.object({
    why: z.literal('source_silent'),
    source_id: z.string(),
    since: z.iso.datetime(),
    logsource: logsourceAnswer,
  }),
  z.object({ why: z.literal('field_missing'), source_id: z.string(), fields: z.array(z.string()) }),
]);

const tallyShape = {
  covered: z.int(),
  partial: z.int(),
  uncovered: z.int(),
  percent: z.int().min(0).max(100).describe('Covered techniques, those in part counting half.'),
  heat: z.enum(['green', 'yellow', 'red']).describe('Green from 70 %, yellow from 40 %, red below.'),
};

export const coverageAnswer = z.object({
  attack_version: z.string(),
  notice: z.string().describe('MITRE’s notice on ATT&CK.'),
  computed_at: z.iso.datetime(),
  overall: z.object(tallyShape),
  tactics: z.array(z.object({ id: z.string(), shortname: z.string(), name: z.string(), ...tallyShape })),
  techniques: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      tactics: z.array(z.string()),
      parent: z.string().nullable(),
      state: z.enum(['covered', 'partial', 'uncovered']),
      reasons: z.array(
        z.enum(['rule_off', 'no_source', 'source_silent', 'field_missing', 'no_rule', 'sub_techniques']),
      ),
      rules: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          origin: z.enum(['gatehouse', 'sentinel']),
          blockers: z.array(blockerAnswer).describe('Empty when the rule works.'),
        }),
      ),
    }),
  ),
});

export const gapsAnswer = z.object({
  attack_version: z.string(),
  computed_at: z.iso.datetime(),
  gaps: z.array(
    z.object({
      action: z.discriminatedUnion('do', [
        z.object({
          do: z.literal('connect_source'),
          connector: z.string().nullable(),
          logsource: z.string(),
        }),
        z.object({
          do: z.literal('switch_on_rules'),
          rules: z.array(z.object({ id: z.string(), title: z.string() })),
        }),
        z.object({ do: z.literal('revive_source'), source_id: z.string(), since: z.iso.datetime() }),
        z.object({ do: z.literal('send_fields'), source_id: z.string(), fields: z.array(z.string()) }),
        z.object({ do: z.literal('write_rules') }),
      ]),
      gain: z.int().describe('Techniques and sub-techniques that it alone would cover.'),
      techniques: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
});
