import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';

const mapped = '_exists_:rule_mitre_id';

export const threatLandscape: Dashboard = {
  uid: 'threat-landscape',
  title: 'Threat Landscape',
  description: 'What attackers try, by ATT&CK tactic and technique.',
  panels: [
    {
      title: 'Tactics over time',
      kind: 'timeseries',
      place: { x: 0, y: 0, w: 16, h: 10 },
      query: { filter: mapped, by: ['rule_mitre_tactic'], overTime: true, size: 14 },
    },
    {
      title: 'Tactics',
      kind: 'piechart',
      place: { x: 16, y: 0, w: 8, h: 10 },
      query: { filter: mapped, by: ['rule_mitre_tactic'], size: 14 },
    },
    {
      title: 'Techniques',
      kind: 'table',
      place: { x: 0, y: 10, w: 10, h: 10 },
      query: { filter: mapped, by: ['rule_mitre_id'], size: 25 },
    },
    {
      title: 'Techniques by agent',
      kind: 'table',
      place: { x: 10, y: 10, w: 14, h: 10 },
      query: { filter: mapped, by: ['agent_name', 'rule_mitre_id'], size: 20 },
    },
    {
      title: 'Addresses that attacks come from',
      kind: 'barchart',
      place: { x: 0, y: 20, w: 24, h: 9 },
      query: { filter: 'rule_level:[8 TO *]', by: ['data_srcip'], size: 20 },
    },
  ],
};
