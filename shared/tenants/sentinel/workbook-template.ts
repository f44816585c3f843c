import type { Workbook, WorkbookPanel } from '#shared/tenants/workbooks.ts';

/** Item types and query type of Azure's workbook format (`Notebook/1.0`). */
const TEXT = 1;
const QUERY = 3;
const PARAMETERS = 9;
const LOGS = 0;
const TIME_RANGE = 4;
const DAY_MS = 24 * 3_600_000;

/** A workbook in the format that Azure stores, with a time range that all its queries follow. */
export function workbookTemplate(
  { title, description, panels }: Workbook,
  workspaceId: string,
): Record<string, unknown> {
  return {
    version: 'Notebook/1.0',
    items: [
      { type: TEXT, content: { json: `## ${title}\n${description}` }, name: 'title' },
      {
        type: PARAMETERS,
        content: {
          version: 'KqlParameterItem/1.0',
          parameters: [
            {
              id: 'time',
              version: 'KqlParameterItem/1.0',
              name: 'TimeRange',
              label: 'Time range',
              type: TIME_RANGE,
              isRequired: true,
              value: { durationMs: DAY_MS },
              typeSettings: { selectableValues: [1, 7, 30].map((days) => ({ durationMs: days * DAY_MS })) },
            },
          ],
          style: 'pills',
        },
        name: 'parameters',
      },
      ...panels.map(panelItem),
    ],
    fallbackResourceIds: [workspaceId],
    $schema: 'https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json',
  };
}

function panelItem({ title, show, kql }: WorkbookPanel, index: number): Record<string, unknown> {
  return {
    type: QUERY,
    content: {
      version: 'KqlItem/1.0',
      query: kql,
      size: 0,
      title,
      timeContextFromParameter: 'TimeRange',
      queryType: LOGS,
      resourceType: 'microsoft.operationalinsights/workspaces',
      visualization: show,
    },
    customWidth: show === 'table' ? '100' : '50',
    name: `query ${index + 1}`,
  };
}
