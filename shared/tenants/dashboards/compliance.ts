import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';

export const compliance: Dashboard = {
  uid: 'compliance',
  title: 'Compliance Dashboard',
  description: 'Events by the requirement of PCI DSS and article of the GDPR that their rule belongs to.',
  panels: [
    {
      title: 'Events of PCI DSS requirements',
      kind: 'stat',
      place: { x: 0, y: 0, w: 8, h: 5 },
      query: { filter: '_exists_:rule_pci_dss' },
    },
    {
      title: 'Events of GDPR articles',
      kind: 'stat',
      place: { x: 8, y: 0, w: 8, h: 5 },
      query: { filter: '_exists_:rule_gdpr' },
    },
    {
      title: 'Failed configuration checks',
      kind: 'stat',
      place: { x: 16, y: 0, w: 8, h: 5 },
      query: { filter: 'rule_groups:sca AND rule_level:[7 TO *]' },
    },
    {
      title: 'PCI DSS requirements over time',
      kind: 'timeseries',
      place: { x: 0, y: 5, w: 24, h: 8 },
      query: { filter: '_exists_:rule_pci_dss', by: ['rule_pci_dss'], overTime: true },
    },
    {
      title: 'PCI DSS requirements',
      kind: 'table',
      place: { x: 0, y: 13, w: 8, h: 10 },
      query: { filter: '_exists_:rule_pci_dss', by: ['rule_pci_dss'], size: 30 },
    },
    {
      title: 'GDPR articles',
      kind: 'table',
      place: { x: 8, y: 13, w: 8, h: 10 },
      query: { filter: '_exists_:rule_gdpr', by: ['rule_gdpr'], size: 30 },
    },
    {
      title: 'Integrity of files',
      kind: 'table',
      place: { x: 16, y: 13, w: 8, h: 10 },
      query: { filter: 'rule_groups:syscheck', by: ['agent_name', 'rule_description'] },
    },
  ],
};
