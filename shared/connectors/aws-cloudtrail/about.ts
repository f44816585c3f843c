import type { ConnectorAbout } from '#shared/connectors/about.ts';

export const about: ConnectorAbout = {
  title: 'AWS CloudTrail, VPC flow logs, GuardDuty and Route 53 Resolver',
  reads: [
    'CloudTrail management, data and insight events, alone or as the `Records` of an S3 object',
    'the same in EventBridge and in CloudWatch Logs subscriptions',
    'VPC flow log lines, version 2 and later, by their header line or the default order',
    'GuardDuty findings, straight, in EventBridge and in S3 exports',
    'Route 53 Resolver query logs',
  ],
  setup: [
    'Create the data source in Gatehouse with this connector and copy its token.',
    'Create a trail for all regions (CloudTrail → Trails → Create trail), with log file validation.',
    "Let the trail's bucket notify Gatehouse of new objects, or subscribe its CloudWatch log group with a Firehose stream to the source's HTTP endpoint.",
    'For GuardDuty, add an EventBridge rule for `aws.guardduty` with the same target.',
  ],
  limits: [
    '`requestParameters` and `responseElements` are kept flat and within the caps of one event; what is over them stands in `event.original` only, with a note.',
    "Flow logs in an order of one's own need their header line.",
  ],
};
