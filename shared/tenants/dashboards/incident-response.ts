import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';

const serious = 'rule_level:[12 TO *]';

export const incidentResponse: Dashboard = {
  uid: 'incident-response',
  title: 'Incident Response',
  description: 'What needs somebody now, and what happened around it.',
  panels: [
    { title: 'Serious events', kind: 'stat', place: { x: 0, y: 0, w: 8, h: 5 }, query: { filter: serious } },
    {
      title: 'Agents concerned',
      kind: 'stat',
      place: { x: 8, y: 0, w: 8, h: 5 },
      query: { filter: serious, metric: { type: 'cardinality', field: 'agent_name' } },
    },
    {
      title: 'Rules concerned',
      kind: 'stat',
      place: { x: 16, y: 0, w: 8, h: 5 },
      query: { filter: serious, metric: { type: 'cardinality', field: 'rule_id' } },
    },
    {
      title: 'Serious events by agent',
      kind: 'timeseries',
      place: { x: 0, y: 5, w: 24, h: 8 },
      query: { filter: serious, by: ['agent_name'], overTime: true },
    },
    {
      title: 'By agent and rule',
      kind: 'table',
      place: { x: 0, y: 13, w: 10, h: 12 },
      query: { filter: serious, by: ['agent_name', 'rule_description'], size: 25 },
    },
    { title: 'The events', kind: 'logs', place: { x: 10, y: 13, w: 14, h: 12 }, query: { filter: serious } },
  ],
};
