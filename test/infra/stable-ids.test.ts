import { expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const stateful = new Set([
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::Kinesis::Stream',
  'AWS::KMS::Key',
  'AWS::OpenSearchService::Domain',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
]);

it('keeps the logical ids of everything that holds state: a new id is a new, empty resource', () => {
  const { all } = synthesize('prod', 'eu-west-1');
  const ids = all
    .filter(({ resource }) => stateful.has(resource.Type))
    .map(({ stack, id, resource }) => `${stack} ${resource.Type} ${id}`)
    .sort();
  expect(ids).toMatchInlineSnapshot(`
    [
      "data AWS::Cognito::UserPool UsersPoolBFC35D3B",
      "data AWS::Cognito::UserPoolClient UsersPoolWeb193F213A",
      "data AWS::DynamoDB::Table AlertsTable3C20DA98",
      "data AWS::DynamoDB::Table AuditTable18A3095C",
      "data AWS::DynamoDB::Table CasesTable7FA77C7D",
      "data AWS::DynamoDB::Table ContentTable70E6AF07",
      "data AWS::DynamoDB::Table ControlTable70B6FEE0",
      "data AWS::DynamoDB::Table ProvisioningTable79588323",
      "data AWS::DynamoDB::Table SourcesTable1309FECA",
      "data AWS::DynamoDB::Table TenantsTable97BAC775",
      "data AWS::DynamoDB::Table TimelineTableA29EFBA6",
      "data AWS::DynamoDB::Table WindowsTableB3F27EB7",
      "data AWS::KMS::Key DataKey2A0DE9E6",
      "data AWS::Kinesis::Stream EventsD32975C2",
      "data AWS::Kinesis::Stream Raw72517081",
      "data AWS::OpenSearchService::Domain SearchDomainAB6007CD",
      "data AWS::S3::Bucket AccessLogsBucketCD784A59",
      "data AWS::S3::Bucket ArchiveBucket49F1AC64",
      "data AWS::S3::Bucket FailuresBucket3D5A4556",
      "data AWS::SNS::Topic Alarms04B5A0BF",
      "web AWS::S3::Bucket LogsBucket5C52C3D2",
      "web AWS::S3::Bucket SiteBucket978D4AEB",
    ]
  `);
});
