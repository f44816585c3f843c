/** One part of a workbook: a question, and how its answer is shown. */
export type WorkbookPanel = {
  title: string;
  show: 'timechart' | 'barchart' | 'piechart' | 'table' | 'tiles';
  /** Over `SocEvents_CL`, within the workbook's time range. */
  kql: string;
};

/** Their ids, in the order in which they are shown. */
export const workbookIds = [
  'soc-overview',
  'threat-landscape',
  'incident-response',
  'compliance',
  'data-source-health',
] as const;
export type WorkbookId = (typeof workbookIds)[number];

export type Workbook = {
  id: WorkbookId;
  title: string;
  description: string;
  panels: readonly WorkbookPanel[];
};

const events = 'SocEvents_CL | where Kind == "event"';
const alerts = 'SocEvents_CL | where Kind == "alert"';

/** The five workbooks that every customer gets. Their queries ask only for columns that Gatehouse fills. */
export const workbooks: readonly Workbook[] = [
  {
    id: 'soc-overview',
    title: 'SOC Overview',
    description: 'What came in and what it raised, at a glance.',
    panels: [
      {
        title: 'Alerts by level',
        show: 'tiles',
        kql: `${alerts} | summarize Alerts = dcount(EventId) by Level`,
      },
      {
        title: 'Events over time',
        show: 'timechart',
        kql: `${events} | summarize Events = count() by bin(TimeGenerated, 1h), Category`,
      },
      {
        title: 'Alerts over time',
        show: 'timechart',
        kql: `${alerts} | summarize Alerts = dcount(EventId) by bin(TimeGenerated, 1h), Level`,
      },
      {
        title: 'Rules that alert most',
        show: 'barchart',
        kql: `${alerts} | summarize Alerts = dcount(EventId) by RuleName | top 10 by Alerts`,
      },
    ],
  },
  {
    id: 'threat-landscape',
    title: 'Threat Landscape',
    description: 'Who is attacking, from where, with which techniques.',
    panels: [
      {
        title: 'ATT&CK techniques seen',
        show: 'barchart',
        kql: `${alerts} | where isnotempty(Techniques) | mv-expand Technique = split(Techniques, " ") | summarize Alerts = dcount(EventId) by tostring(Technique) | top 20 by Alerts`,
      },
      {
        title: 'Addresses with the most failures',
        show: 'table',
        kql: `${events} | where Outcome == "failure" and isnotempty(SourceIp) | summarize Failures = count(), Accounts = dcount(Actor) by SourceIp | top 20 by Failures`,
      },
      {
        title: 'Accounts in most alerts',
        show: 'table',
        kql: `${alerts} | where isnotempty(Actor) | summarize Alerts = dcount(EventId), Rules = make_set(RuleName, 5) by Actor | top 20 by Alerts`,
      },
      {
        title: 'Severity of events',
        show: 'piechart',
        kql: `${events} | summarize Events = count() by Severity`,
      },
    ],
  },
  {
    id: 'incident-response',
    title: 'Incident Response',
    description: 'What is open, how old it is, and what it is about.',
    panels: [
      {
        title: 'Alerts by status',
        show: 'tiles',
        kql: `${alerts} | summarize arg_max(TimeGenerated, Status) by EventId | summarize Alerts = count() by Status`,
      },
      {
        title: 'Open alerts, the most severe first',
        show: 'table',
        kql: `${alerts} | summarize arg_max(TimeGenerated, Status, Level, Severity, RuleName, Actor, EventCount) by EventId | where Status == "open" | order by Severity desc, TimeGenerated asc | take 50`,
      },
      {
        title: 'Alerts per day',
        show: 'timechart',
        kql: `${alerts} | summarize Alerts = dcount(EventId) by bin(TimeGenerated, 1d), Level`,
      },
    ],
  },
  {
    id: 'compliance',
    title: 'Compliance Dashboard',
    description: 'Who signed in, who changed rights, and whether the logs are complete.',
    panels: [
      {
        title: 'Logins by outcome',
        show: 'timechart',
        kql: `${events} | where Category == "auth" | summarize Logins = count() by bin(TimeGenerated, 1h), Outcome`,
      },
      {
        title: 'Changes of accounts, groups and rights',
        show: 'table',
        kql: `${events} | where Category in ("auth", "cloud") and Action has_any ("create", "delete", "add", "remove", "grant", "assign", "policy") | project TimeGenerated, Actor, Action, Target, Outcome, Integration | order by TimeGenerated desc | take 100`,
      },
      {
        title: 'Days with logs, by source',
        show: 'table',
        kql: `${events} | summarize Days = dcount(bin(TimeGenerated, 1d)), First = min(TimeGenerated), Last = max(TimeGenerated) by Integration`,
      },
    ],
  },
  {
    id: 'data-source-health',
    title: 'Data Source Health',
    description: 'Which sources send, how much, and which have gone silent.',
    panels: [
      {
        title: 'Events by source over time',
        show: 'timechart',
        kql: `${events} | summarize Events = count() by bin(TimeGenerated, 1h), Integration`,
      },
      {
        title: 'Last event of each source',
        show: 'table',
        kql: `${events} | summarize Last = max(TimeGenerated), Events = count() by Integration, SourceSystem | extend SilentFor = now() - Last | order by Last asc`,
      },
      {
        title: 'Hosts that send',
        show: 'barchart',
        kql: `${events} | where isnotempty(HostName) | summarize Events = count() by HostName | top 20 by Events`,
      },
    ],
  },
];
