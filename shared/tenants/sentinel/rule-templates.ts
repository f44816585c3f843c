import { TABLE } from '#shared/tenants/provisioning/azure-paths.ts';

/** A scheduled analytics rule as Sentinel takes it; durations are ISO 8601. */
export type SentinelRuleTemplate = {
  id: string;
  displayName: string;
  description: string;
  severity: 'High' | 'Medium' | 'Low' | 'Informational';
  query: string;
  queryFrequency: string;
  queryPeriod: string;
  triggerOperator: 'GreaterThan';
  triggerThreshold: number;
  suppressionDuration: string;
  suppressionEnabled: boolean;
  enabled: boolean;
  tactics: readonly string[];
  techniques: readonly string[];
  incidentConfiguration: { createIncident: boolean };
  entityMappings: readonly {
    entityType: string;
    fieldMappings: readonly { identifier: string; columnName: string }[];
  }[];
};

type Own = Pick<
  SentinelRuleTemplate,
  'id' | 'displayName' | 'description' | 'severity' | 'query' | 'tactics' | 'techniques'
> &
  Partial<SentinelRuleTemplate>;

const account = {
  entityType: 'Account',
  fieldMappings: [{ identifier: 'Name', columnName: 'Actor' }],
} as const;

const rule = (own: Own): SentinelRuleTemplate => ({
  queryFrequency: 'PT5M',
  queryPeriod: 'PT15M',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionDuration: 'PT1H',
  suppressionEnabled: false,
  enabled: true,
  incidentConfiguration: { createIncident: true },
  entityMappings: [account],
  ...own,
});

/** What Gatehouse puts into a new workspace: its own alerts as incidents, and what looks over a longer time. */
export const sentinelRuleTemplates: readonly SentinelRuleTemplate[] = [
  rule({
    id: 'gatehouse-alert-high',
    displayName: 'Gatehouse alert of high or critical level',
    description: 'Opens an incident for every alert that Gatehouse raised with level high or critical.',
    severity: 'High',
    query: `${TABLE} | where Kind == "alert" and Status == "open" and Level in ("high", "critical")`,
    tactics: [],
    techniques: [],
  }),
  rule({
    id: 'gatehouse-alert-medium',
    displayName: 'Gatehouse alert of medium level',
    description: 'Opens an incident for every alert that Gatehouse raised with level medium.',
    severity: 'Medium',
    query: `${TABLE} | where Kind == "alert" and Status == "open" and Level == "medium"`,
    tactics: [],
    techniques: [],
  }),
  rule({
    id: 'many-accounts-one-address',
    displayName: 'Failed logins to many accounts from one address',
    description: 'One address failed to log in to more than ten accounts within an hour: password spraying.',
    severity: 'Medium',
    query: `${TABLE} | where Kind == "event" and Category == "auth" and Outcome == "failure" and isnotempty(SourceIp) | summarize Accounts = dcount(Actor), Actor = any(Actor) by SourceIp | where Accounts > 10`,
    queryFrequency: 'PT1H',
    queryPeriod: 'PT1H',
    tactics: ['CredentialAccess'],
    techniques: ['T1110'],
  }),
  rule({
    id: 'login-after-failures',
    displayName: 'Login after many failures',
    description: 'An account logged in within an hour of more than twenty failures: a password was guessed.',
    severity: 'High',
    query: `${TABLE} | where Kind == "event" and Category == "auth" | summarize Failures = countif(Outcome == "failure"), Successes = countif(Outcome == "success") by Actor | where Failures > 20 and Successes > 0`,
    queryFrequency: 'PT1H',
    queryPeriod: 'PT1H',
    tactics: ['CredentialAccess', 'InitialAccess'],
    techniques: ['T1110', 'T1078'],
  }),
  rule({
    id: 'source-silent',
    displayName: 'A source went silent',
    description: 'A source that sent events in the last day has sent none for an hour.',
    severity: 'Low',
    query: `${TABLE} | where Kind == "event" | summarize Last = max(TimeGenerated), Actor = any(Actor) by Integration | where Last < ago(1h)`,
    queryFrequency: 'PT1H',
    queryPeriod: 'P1D',
    tactics: ['DefenseEvasion'],
    techniques: ['T1562'],
  }),
];
