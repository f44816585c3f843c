import type { DriftLine } from '#shared/schema/drift.ts';

/** The eight lines that a customer's open-source stack is signed off by, and the resources that answer for each. */
const lines: readonly { line: string; steps: readonly string[] }[] = [
  { line: 'Graylog index set with its shards, replicas and retention', steps: ['graylog-index-set'] },
  { line: 'Graylog stream with the customer’s rule', steps: ['graylog-stream'] },
  {
    line: 'Pipeline connected and stream running',
    steps: ['graylog-pipeline-connection', 'graylog-stream-start'],
  },
  { line: 'Wazuh groups for Windows, Linux and macOS', steps: ['wazuh-groups'] },
  { line: 'Wazuh groups carry the customer’s label', steps: ['wazuh-labels'] },
  {
    line: 'Search role and read-only user of this customer only',
    steps: [
      'opensearch-template',
      'opensearch-retention',
      'opensearch-role',
      'opensearch-role-mapping',
      'opensearch-user',
    ],
  },
  { line: 'Grafana organisation and data source', steps: ['grafana-organisation', 'grafana-data-source'] },
  { line: 'Grafana folder with the five dashboards', steps: ['grafana-folder', 'grafana-dashboards'] },
];

export type ChecklistLine = { line: string; ok: boolean | null; evidence: DriftLine[] };

/** The checklist as the systems answer it now; `ok` is null where nothing of the line belongs to this customer. */
export function checklistOf(drift: readonly DriftLine[]): ChecklistLine[] {
  return lines.map(({ line, steps }) => {
    const evidence = drift.filter(({ step }) => steps.includes(step));
    const ok = evidence.length === 0 ? null : evidence.every(({ state }) => state === 'matches');
    return { line, ok, evidence };
  });
}
