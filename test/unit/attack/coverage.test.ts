import { describe, expect, it } from 'vitest';
import { enterpriseAttack } from '#shared/attack/attack-model.ts';
import { type Coverage, computeCoverage } from '#shared/attack/coverage.ts';
import { rankGaps } from '#shared/attack/gaps.ts';
import { heatOf } from '#shared/attack/heat.ts';
import { toCoverageLayer } from '#shared/attack/navigator.ts';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { ImportedRule } from '#shared/schema/imported-rule.ts';

const FRESH = '2026-11-24T12:00:00.000Z';
const LATELY = '2026-11-25T10:00:00.000Z';
const LONG_AGO = '2026-11-20T10:00:00.000Z';
const ids = {
  spray: '11111111-1111-4111-8111-111111111111',
  dump: '22222222-2222-4222-8222-222222222222',
  both: '33333333-3333-4333-8333-333333333333',
  login: '44444444-4444-4444-8444-444444444444',
};

const rules = `
title: Password spraying
id: ${ids.spray}
status: test
level: high
tags: [attack.credential-access, attack.t1110.003]
logsource: { product: okta }
detection:
  selection: { event.action: user.session.start, source.ip|exists: true }
  filter: { user.name: nobody }
  condition: selection and not filter
---
title: LSASS dumped
id: ${ids.dump}
status: test
level: high
tags: [attack.credential-access, attack.t1003.001, attack.t1003]
logsource: { product: windows, category: process_access }
detection:
  one: { process.executable|endswith: 'procdump.exe' }
  other: { process.command_line|contains: lsass }
  condition: 1 of them
---
title: Login
id: ${ids.login}
name: login
status: test
level: low
tags: [attack.t1078]
logsource: { product: windows, service: security }
detection: { selection: { event.code: 4624 }, condition: selection }
---
title: Spray, then login
id: ${ids.both}
status: test
level: critical
tags: [attack.stealth, attack.t1562]
correlation:
  type: temporal
  rules: [${ids.spray}, login]
  group-by: [user.name]
  timespan: 5m
  generate: true
`;

const kind = (given: Partial<EventKind> & { product?: string; category?: string }): EventKind => ({
  source_id: 'source-1',
  logsource: {
    product: given.product === undefined ? [] : [given.product],
    category: given.category === undefined ? [] : [given.category],
    service: given.product === 'windows' ? ['security'] : [],
  },
  fields: given.fields ?? [],
  last_seen_at: given.last_seen_at ?? LATELY,
  ...(given.source_id === undefined ? {} : { source_id: given.source_id }),
});
const oktaKind = (given: Partial<EventKind> = {}) =>
  kind({ product: 'okta', fields: ['event.action', 'source.ip'], ...given });

function cover(
  given: { kinds?: EventKind[]; off?: string[]; imported?: ImportedRule[]; text?: string } = {},
): Coverage {
  const { ruleset, refused } = compileRuleset([{ path: 'rules.yml', text: given.text ?? rules }], {
    target: 'file',
  });
  expect(refused).toEqual([]);
  return computeCoverage({
    model: enterpriseAttack(),
    ruleset,
    rulesOff: new Set(given.off ?? []),
    imported: given.imported ?? [],
    arrivals: { kinds: given.kinds ?? [], freshSince: FRESH },
  });
}
const of = (coverage: Coverage, id: string) => {
  const found = coverage.techniques.find((technique) => technique.id === id);
  return found === undefined ? null : [found.state, ...found.reasons];
};

describe('the model', () => {
  it('is ATT&CK 18.1 with its 14 tactics in the matrix’s order, and MITRE’s notice', () => {
    const { version, notice, tactics, techniques } = enterpriseAttack();
    expect(version).toBe('18.1');
    expect(notice).toContain('The MITRE Corporation');
    expect(tactics).toHaveLength(14);
    expect(tactics[0]?.name).toBe('Reconnaissance');
    expect(tactics.at(-1)?.name).toBe('Impact');
    expect(techniques.get('T1110.003')).toMatchObject({ name: 'Password Spraying', parent: 'T1110' });
    expect([...techniques.values()].filter(({ parent }) => parent !== null)).not.toHaveLength(0);
  });

  it('knows the tactics that version 19 made of defense-evasion', () => {
    const { tacticNamed } = enterpriseAttack();
    expect(tacticNamed('stealth')?.id).toBe('TA0005');
    expect(tacticNamed('defense-impairment')?.id).toBe('TA0005');
    expect(tacticNamed('execution')?.id).toBe('TA0002');
    expect(tacticNamed('constructor')).toBeUndefined();
  });
});

describe('coverage', () => {
  it('covers a technique when a rule is on and its fields arrive from a fresh source', () => {
    expect(of(cover({ kinds: [oktaKind()] }), 'T1110.003')).toEqual(['covered']);
  });

  it('names the technique of a covered sub-technique partial', () => {
    expect(of(cover({ kinds: [oktaKind()] }), 'T1110')).toEqual(['partial', 'sub_techniques']);
  });

  it('is uncovered where no source ever sent such events', () => {
    expect(of(cover(), 'T1110.003')).toEqual(['uncovered', 'no_source']);
  });

  it('is partial where the source went silent', () => {
    expect(of(cover({ kinds: [oktaKind({ last_seen_at: LONG_AGO })] }), 'T1110.003')).toEqual([
      'partial',
      'source_silent',
    ]);
  });

  it('is partial where a field that the rule asks for does not arrive, and names it', () => {
    const coverage = cover({ kinds: [oktaKind({ fields: ['event.action'] })] });
    expect(of(coverage, 'T1110.003')).toEqual(['partial', 'field_missing']);
    expect(coverage.rules.find(({ id }) => id === ids.spray)?.blockers).toEqual([
      { why: 'field_missing', source_id: 'source-1', fields: ['source.ip'] },
    ]);
  });

  it('does not ask for the fields of what is negated', () => {
    expect(oktaKind().fields).not.toContain('user.name');
    expect(of(cover({ kinds: [oktaKind()] }), 'T1110.003')).toEqual(['covered']);
  });

  it('is content with one way of several to match', () => {
    const windows = kind({
      product: 'windows',
      category: 'process_access',
      fields: ['process.command_line'],
    });
    expect(of(cover({ kinds: [windows] }), 'T1003.001')).toEqual(['covered']);
  });

  it('takes the fields from one kind of event and not from all together', () => {
    const kinds = [
      oktaKind({ fields: ['event.action'] }),
      kind({ product: 'okta', category: 'auth', fields: ['source.ip'] }),
    ];
    expect(of(cover({ kinds }), 'T1110.003')).toEqual(['partial', 'field_missing']);
  });

  it('is uncovered where the rule is off', () => {
    expect(of(cover({ kinds: [oktaKind()], off: [ids.spray] }), 'T1110.003')).toEqual([
      'uncovered',
      'rule_off',
    ]);
  });

  it('is uncovered where there is no rule', () => {
    expect(of(cover(), 'T1595')).toEqual(['uncovered', 'no_rule']);
  });

  it('asks of a temporal correlation that all its events arrive', () => {
    expect(of(cover({ kinds: [oktaKind()] }), 'T1562')).toEqual(['uncovered', 'no_source']);
    const windows = kind({ product: 'windows', fields: ['event.code'] });
    expect(of(cover({ kinds: [oktaKind(), windows] }), 'T1562')).toEqual(['covered']);
  });

  it('counts rules that are on in the customer’s own SIEM', () => {
    const imported = (enabled: boolean): ImportedRule[] => [
      {
        origin: 'sentinel',
        rule_id: 'r1',
        title: 'Scanning',
        enabled,
        techniques: ['T1595'],
        imported_at: LATELY,
      },
    ];
    expect(of(cover({ imported: imported(true) }), 'T1595')).toEqual(['covered']);
    expect(of(cover({ imported: imported(false) }), 'T1595')).toEqual(['uncovered', 'rule_off']);
  });

  it('tallies techniques per tactic and over all, those in part as half', () => {
    const { overall, tactics } = cover({ kinds: [oktaKind()] });
    const parents = [...enterpriseAttack().techniques.values()].filter(({ parent }) => parent === null);
    expect(overall.covered + overall.partial + overall.uncovered).toBe(parents.length);
    expect(overall).toMatchObject({ covered: 0, partial: 1 });
    const access = tactics.find(({ shortname }) => shortname === 'credential-access');
    expect(access).toMatchObject({ covered: 0, partial: 1 });
    expect(access?.percent).toBe(Math.round(50 / ((access?.uncovered ?? 0) + 1)));
  });

  it('is green from 70 percent, yellow from 40 and red below', () => {
    expect([100, 70, 69, 40, 39, 0].map(heatOf)).toEqual([
      'green',
      'green',
      'yellow',
      'yellow',
      'red',
      'red',
    ]);
  });
});

describe('gaps', () => {
  it('come ranked by what each alone would gain, with what to do', () => {
    const gaps = rankGaps(cover({ kinds: [oktaKind()], off: [ids.spray] }));
    expect(gaps.map(({ action, gain }) => [action.do, gain])).toEqual([
      ['connect_source', 4],
      ['switch_on_rules', 1],
      ['write_rules', expect.any(Number)],
    ]);
    expect(gaps[0]?.action).toMatchObject({ connector: 'windows-events' });
    expect(gaps[0]?.techniques.map(({ id }) => id)).toEqual(['T1003', 'T1003.001', 'T1078', 'T1562']);
    expect(gaps[1]?.action).toEqual({
      do: 'switch_on_rules',
      rules: [{ id: ids.spray, title: 'Password spraying' }],
    });
  });

  it('tell of a silent source and of a missing field', () => {
    const silent = rankGaps(cover({ kinds: [oktaKind({ last_seen_at: LONG_AGO })] }));
    expect(silent.find(({ action }) => action.do === 'revive_source')?.action).toEqual({
      do: 'revive_source',
      source_id: 'source-1',
      since: LONG_AGO,
    });
    const lacking = rankGaps(cover({ kinds: [oktaKind({ fields: ['event.action'] })] }));
    expect(lacking.find(({ action }) => action.do === 'send_fields')?.gain).toBe(1);
  });

  it('promise nothing for a rule that two things keep from matching', () => {
    const text = rules.split('---')[0] ?? '';
    const both = rankGaps(cover({ text, kinds: [oktaKind({ fields: ['event.action'] })], off: [ids.spray] }));
    expect(both.map(({ action }) => action.do)).toEqual(['write_rules']);
  });
});

describe('the layer for the Navigator', () => {
  it('has layer format 4.5, the release of ATT&CK, and a score for every technique', () => {
    const layer = toCoverageLayer('Acme', cover({ kinds: [oktaKind()] })) as {
      versions: unknown;
      techniques: { techniqueID: string; score: number; comment: string }[];
    };
    expect(layer).toMatchObject({ name: 'Acme', domain: 'enterprise-attack' });
    expect(layer.versions).toEqual({ attack: '18', navigator: '5.1.0', layer: '4.5' });
    expect(layer.techniques).toHaveLength(enterpriseAttack().techniques.size);
    const of = (id: string) => layer.techniques.find(({ techniqueID }) => techniqueID === id);
    expect(of('T1110.003')).toMatchObject({ score: 100, comment: 'covered\nPassword spraying: works' });
    expect(of('T1110')?.score).toBe(50);
    expect(of('T1595')).toMatchObject({ score: 0, comment: 'uncovered (no_rule)' });
  });
});
