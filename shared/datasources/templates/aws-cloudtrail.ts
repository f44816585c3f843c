import { type Template, textField } from '#shared/datasources/template.ts';

export const awsCloudtrailTemplate: Template = {
  template_id: 'aws-cloudtrail',
  name: 'AWS CloudTrail',
  description: 'API calls, sign-ins, GuardDuty findings and flow logs of an AWS account.',
  icon: 'M7 18a5 5 0 0 1-.5-10A6 6 0 0 1 18 9a4.500 4.500 0 0 1 0 9ZM8 12v2h8v-2Z',
  source_type: 'cloud',
  connector_type: 'webhook',
  connector: 'aws-cloudtrail',
  settings: [
    textField('account_id', 'AWS account id', 'Twelve digits; the account whose trail is sent.', /^\d{12}$/),
  ],
  shippers: ['aws-eventbridge', 'aws-s3', 'aws-cloudwatch-logs'],
  instructions: `1. Choose one of the templates below: EventBridge for calls within seconds, S3 for all that a trail writes.
2. Deploy it with CloudFormation in the account {{setting.account_id}}, in every region that is used. It carries the address {{url}} and the token of the source {{source_id}}.
3. Press Test, or wait for the first events.`,
  probe: (user, at) =>
    JSON.stringify({
      eventVersion: '1.10',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'GATEHOUSE',
        arn: `arn:aws:iam::000000000000:user/${user}`,
        accountId: '000000000000',
        userName: user,
      },
      eventTime: `${at.toISOString().slice(0, 19)}Z`,
      eventSource: 's3.amazonaws.com',
      eventName: 'GetBucketLocation',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'gatehouse-validation',
      requestParameters: null,
      responseElements: null,
      requestID: user,
      eventID: `${user}-${at.getTime()}`,
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '000000000000',
      eventCategory: 'Management',
    }),
};
