import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';

export const dataSourceHealth: Dashboard = {
  uid: 'data-source-health',
  title: 'Data Source Health',
  description: 'Which agents and sources report, how much, and since when one is silent.',
  panels: [
    {
      title: 'Agents that reported',
      kind: 'stat',
      place: { x: 0, y: 0, w: 12, h: 5 },
      query: { metric: { type: 'cardinality', field: 'agent_name' } },
    },
    {
      title: 'Kinds of sources that reported',
      kind: 'stat',
      place: { x: 12, y: 0, w: 12, h: 5 },
      query: { metric: { type: 'cardinality', field: 'decoder_name' } },
    },
    {
      title: 'Events by agent',
      kind: 'timeseries',
      place: { x: 0, y: 5, w: 24, h: 9 },
      query: { by: ['agent_name'], overTime: true, size: 20 },
    },
    {
      title: 'Last event by agent',
      kind: 'table',
      place: { x: 0, y: 14, w: 12, h: 11 },
      query: { metric: { type: 'max', field: 'timestamp' }, by: ['agent_name'], size: 500 },
    },
    {
      title: 'Events by source',
      kind: 'table',
      place: { x: 12, y: 14, w: 12, h: 11 },
      query: { by: ['decoder_name', 'location'], size: 30 },
    },
  ],
};
