import { GRAFANA_DATA_SOURCE, GRAFANA_PLUGIN } from '#shared/tenants/provisioning/names.ts';

const datasource = { type: GRAFANA_PLUGIN, uid: GRAFANA_DATA_SOURCE };

type Place = { x: number; y: number; w: number; h: number };
type Metric = { type: 'count' } | { type: 'cardinality' | 'max'; field: string };

/** What a panel asks the customer's indices; `by` names the fields that it is broken down by. */
type Query = { filter?: string; metric?: Metric; by?: readonly string[]; overTime?: boolean; size?: number };

export type Panel = {
  title: string;
  kind: 'stat' | 'timeseries' | 'table' | 'barchart' | 'piechart' | 'logs';
  description?: string;
  place: Place;
  query: Query;
};

export type Dashboard = { uid: string; title: string; description: string; panels: readonly Panel[] };

function target(
  { filter = '*', metric = { type: 'count' }, by = [], overTime = false, size = 10 }: Query,
  logs: boolean,
) {
  const terms = by.map((field, i) => ({
    id: String(i + 2),
    type: 'terms',
    field,
    settings: { size: String(size), order: 'desc', orderBy: '_count', min_doc_count: '1' },
  }));
  const histogram = {
    id: String(by.length + 2),
    type: 'date_histogram',
    field: 'timestamp',
    settings: { interval: 'auto', min_doc_count: '0', trimEdges: '0' },
  };
  return {
    refId: 'A',
    datasource,
    query: filter,
    queryType: 'lucene',
    luceneQueryType: logs ? 'Logs' : 'Metric',
    timeField: 'timestamp',
    format: overTime ? 'time_series' : 'table',
    metrics: [logs ? { id: '1', type: 'logs', settings: { limit: '200' } } : { id: '1', ...metric }],
    bucketAggs: logs ? [] : [...terms, ...(overTime || terms.length === 0 ? [histogram] : [])],
  };
}

function panel(
  { title, kind, description = '', place, query }: Panel,
  index: number,
): Record<string, unknown> {
  const reduce = { reduceOptions: { calcs: ['sum'], fields: '', values: false } };
  const options: Readonly<Record<Panel['kind'], Record<string, unknown>>> = {
    stat: { ...reduce, colorMode: 'value', graphMode: 'area', textMode: 'auto' },
    timeseries: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi' },
    },
    table: { showHeader: true, cellHeight: 'sm' },
    barchart: { orientation: 'horizontal', legend: { showLegend: false } },
    piechart: {
      ...reduce,
      legend: { displayMode: 'table', placement: 'right', values: ['value'] },
      pieType: 'donut',
    },
    logs: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', enableLogDetails: true },
  };
  return {
    id: index + 1,
    title,
    type: kind,
    description,
    datasource,
    gridPos: place,
    targets: [target(query, kind === 'logs')],
    options: options[kind],
    fieldConfig: { defaults: { color: { mode: 'palette-classic' }, custom: {} }, overrides: [] },
  };
}

/** The dashboard as Grafana 11 to 13 takes it. The data source is the organisation's own, so it names no customer. */
export function grafanaJson({ uid, title, description, panels }: Dashboard): Record<string, unknown> {
  return {
    uid,
    title,
    description,
    tags: ['gatehouse'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    timezone: 'browser',
    refresh: '1m',
    time: { from: 'now-24h', to: 'now' },
    templating: { list: [] },
    annotations: { list: [] },
    panels: panels.map(panel),
  };
}
