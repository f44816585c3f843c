import type { Gap, Technique } from '../../api/coverage.ts';
import { plural } from '../../ui/format.ts';

export const stateTitles: Readonly<Record<Technique['state'], string>> = {
  covered: 'Covered',
  partial: 'In part',
  uncovered: 'Not covered',
};

export const reasonTitles: Readonly<Record<Technique['reasons'][number], string>> = {
  rule_off: 'A rule for it is switched off.',
  no_source: 'No connected source sends what its rules read.',
  source_silent: 'The source that its rules read is silent.',
  field_missing: 'A field that its rules read does not arrive.',
  no_rule: 'There is no rule for it.',
  sub_techniques: 'Only some of its sub-techniques are covered.',
};

type Logsource = {
  product?: string | undefined;
  category?: string | undefined;
  service?: string | undefined;
};

const logsourceText = ({ product, category, service }: Logsource): string =>
  [product, category, service].filter((part) => part !== undefined).join(' / ');

export function blockerText(blocker: Technique['rules'][number]['blockers'][number]): string {
  switch (blocker.why) {
    case 'rule_off':
      return 'it is switched off';
    case 'no_source':
      return `no source sends ${logsourceText(blocker.logsource)}`;
    case 'source_silent':
      return `${blocker.source_id} is silent since ${blocker.since.slice(0, 16).replace('T', ' ')}`;
    case 'field_missing':
      return `${blocker.source_id} does not send ${blocker.fields.join(', ')}`;
  }
}

/** What to do about a gap, in words. */
export function gapText({ action }: Gap): string {
  switch (action.do) {
    case 'connect_source':
      return action.connector
        ? `Connect a source of ${action.logsource} (${action.connector})`
        : `Connect a source of ${action.logsource}`;
    case 'switch_on_rules':
      return `Switch on ${plural(action.rules.length, 'rule')}: ${action.rules.map(({ title }) => title).join(', ')}`;
    case 'revive_source':
      return `Bring the source ${action.source_id} back: it is silent since ${action.since.slice(0, 16).replace('T', ' ')}`;
    case 'send_fields':
      return `Let the source ${action.source_id} send ${action.fields.join(', ')}`;
    case 'write_rules':
      return 'Write rules: there are none for these techniques';
  }
}
