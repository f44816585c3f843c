import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { LocalFile } from '../../infra/local/local-file.ts';

/** Billed time of each function since `from`, in milliseconds per thousand events, from the functions' own Duration metric. */
export async function lambdaMilliseconds(
  facts: LocalFile,
  from: Date,
  events: number,
): Promise<Record<string, number>> {
  const client = new CloudWatchClient({
    endpoint: facts.aws.endpoint,
    region: facts.aws.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const listed = await client.send(
    new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'Duration' }),
  );
  const names = new Set(
    (listed.Metrics ?? []).flatMap(({ Dimensions }) =>
      (Dimensions ?? []).flatMap(({ Name, Value }) => (Name === 'FunctionName' && Value ? [Value] : [])),
    ),
  );
  const found: Record<string, number> = {};
  for (const name of names) {
    const sum = await total(client, name, from);
    if (sum > 0) found[name] = Math.round((sum * 1000 * 10) / events) / 10;
  }
  return found;
}

async function total(client: CloudWatchClient, name: string, from: Date): Promise<number> {
  const answer = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'Duration',
      Dimensions: [{ Name: 'FunctionName', Value: name }],
      StartTime: new Date(Math.floor(from.getTime() / 60_000) * 60_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return (answer.Datapoints ?? []).reduce((sum, point) => sum + (point.Sum ?? 0), 0);
}
