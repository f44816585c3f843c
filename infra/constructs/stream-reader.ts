import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Cell } from '../config.ts';
import type { GatehouseFunction } from './gatehouse-function.ts';
import { ImpactAlarm } from './impact-alarm.ts';

export type StreamReaderProps = {
  cell: Cell;
  /** The reader's name, stem of its alarms. */
  name: string;
  reader: GatehouseFunction;
  impact: string;
  source: { kind: 'kinesis'; streamArn: string } | { kind: 'table'; streamArn: string };
  batch: number;
  /** Where Lambda leaves a batch that it gives up on, with its records, for a replay. */
  failures: IBucket;
  alarms: ITopic;
};

/**
 * A function that reads a Kinesis stream or a table's stream. A failing batch is halved until the bad record is alone,
 * tried a bounded number of times, and then left in the failure bucket, so that one record never stops a shard.
 */
export class StreamReader extends Construct {
  constructor(scope: Construct, id: string, props: StreamReaderProps) {
    super(scope, id);
    const { cell, name, reader, source } = props;
    if (source.kind === 'kinesis') {
      reader.allow(
        [
          'kinesis:DescribeStream',
          'kinesis:DescribeStreamSummary',
          'kinesis:GetRecords',
          'kinesis:GetShardIterator',
          'kinesis:ListShards',
          'kinesis:ListStreams',
        ],
        [source.streamArn],
      );
    } else {
      reader.allow(
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        [source.streamArn],
      );
      // ListStreams takes no resource (Service Authorization Reference for DynamoDB).
      reader.allow(['dynamodb:ListStreams'], ['*']);
    }
    reader.allowDiscards(props.failures);

    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: reader.fn,
      eventSourceArn: source.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: props.batch,
      parallelizationFactor: cell.parallelization,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      // A table's stream forgets after 24 h; give up before that, so that the record reaches the failure bucket.
      maxRecordAge: Duration.hours(source.kind === 'kinesis' ? cell.streamRetentionHours - 2 : 22),
      supportS3OnFailureDestination: true,
      onFailure: { bind: () => ({ destination: props.failures.bucketArn }) },
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    mapping.node.addDependency(reader.role);

    new ImpactAlarm(this, 'Lag', {
      stage: cell.stage,
      topic: props.alarms,
      name: `${name}-lag`,
      impact: `${name} works more than ${cell.thresholds.iteratorAgeMinutes} minutes behind. If it goes on: ${props.impact}`,
      metric: reader.fn.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: Duration.minutes(cell.thresholds.iteratorAgeMinutes).toMilliseconds(),
      periods: 5,
    });
    new ImpactAlarm(this, 'Discarded', {
      stage: cell.stage,
      topic: props.alarms,
      name: `${name}-discarded`,
      impact: `${name} gave up on records and left them in the failure bucket: they have no effect until they are replayed.`,
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'OnFailureDestinationDeliveredEventCount',
        dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      threshold: 1,
    });
  }
}
