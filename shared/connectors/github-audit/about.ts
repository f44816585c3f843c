import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'GitHub audit log',
  reads: [
    'the audit log of an organization or an enterprise, as its API answers, its streams write and its exports hold it: members, teams, repositories, tokens, Git operations, API requests',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    "Stream the enterprise's audit log (Settings → Audit log → Log streaming) to Splunk's HTTP event collector with the source's address and token, or to a bucket that the source reads; or let a shipper poll the audit log API.",
    'Switch on Git events, API requests and the disclosure of source addresses there: they are off at first.',
  ],
  limits: [
    'An organization without an enterprise plan has no streaming and no Git events.',
    'Actions without a row keep their own name as the action and are marked partial.',
  ],
};
