import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';

export const socOverview: Dashboard = {
  uid: 'soc-overview',
  title: 'SOC Overview',
  description: 'How much happens, how bad it is, and where.',
  panels: [
    { title: 'Events', kind: 'stat', place: { x: 0, y: 0, w: 6, h: 5 }, query: {} },
    {
      title: 'High severity',
      description: 'Rule level 12 and above.',
      kind: 'stat',
      place: { x: 6, y: 0, w: 6, h: 5 },
      query: { filter: 'rule_level:[12 TO *]' },
    },
    {
      title: 'Agents that reported',
      kind: 'stat',
      place: { x: 12, y: 0, w: 6, h: 5 },
      query: { metric: { type: 'cardinality', field: 'agent_name' } },
    },
    {
      title: 'Failed logins',
      kind: 'stat',
      place: { x: 18, y: 0, w: 6, h: 5 },
      query: { filter: 'rule_groups:authentication_failed' },
    },
    {
      title: 'Events by rule level',
      kind: 'timeseries',
      place: { x: 0, y: 5, w: 24, h: 9 },
      query: { by: ['rule_level'], overTime: true },
    },
    {
      title: 'Rules that fired most',
      kind: 'table',
      place: { x: 0, y: 14, w: 14, h: 10 },
      query: { by: ['rule_description', 'rule_level'], size: 15 },
    },
    {
      title: 'Agents with most events',
      kind: 'barchart',
      place: { x: 14, y: 14, w: 10, h: 10 },
      query: { by: ['agent_name'] },
    },
  ],
};
