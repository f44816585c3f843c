import type { Coverage, TechniqueCoverage } from '#shared/attack/coverage.ts';

const scores = { covered: 100, partial: 50, uncovered: 0 } as const;

/**
 * A layer that the ATT&CK Navigator opens (layer format 4.5, MITRE's `nav-app` specification): every technique with its
 * score, red over yellow to green, and the rules behind it as the comment.
 */
export function toCoverageLayer(name: string, { version, techniques }: Coverage): Record<string, unknown> {
  const [major = version] = version.split('.');
  return {
    name,
    versions: { attack: major, navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `What Gatehouse can see for ${name}, by ATT&CK ${version}.`,
    sorting: 0,
    hideDisabled: false,
    techniques: techniques.map((technique) => ({
      techniqueID: technique.id,
      score: scores[technique.state],
      enabled: true,
      comment: commentOf(technique),
      showSubtechniques: false,
    })),
    gradient: { colors: ['#e5484d', '#f5d90a', '#30a46c'], minValue: 0, maxValue: 100 },
    legendItems: [
      { label: 'covered', color: '#30a46c' },
      { label: 'partial', color: '#f5d90a' },
      { label: 'uncovered', color: '#e5484d' },
    ],
  };
}

function commentOf({ state, reasons, rules }: TechniqueCoverage): string {
  const lines = rules.map(({ title, blockers }) =>
    blockers.length === 0 ? `${title}: works` : `${title}: ${blockers.map(({ why }) => why).join(', ')}`,
  );
  return [state === 'covered' ? 'covered' : `${state} (${reasons.join(', ')})`, ...lines].join('\n');
}
