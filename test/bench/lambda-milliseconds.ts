import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LocalFile } from '../../infra/local/local-file.ts';

/** Log groups are named for their construct: `/aws/cloudformation/gatehouse-local-app/ArchiveLogs…`. */
const FUNCTION_LOGS = /\/([A-Za-z]+)Logs[0-9A-F]{8}$/;

/** Run time of each function since `from`, in milliseconds per thousand events, from the REPORT line of each invocation. */
export async function lambdaMilliseconds(
  facts: LocalFile,
  from: Date,
  events: number,
): Promise<Record<string, { ms: number; calls: number }>> {
  const client = new CloudWatchLogsClient({
    endpoint: facts.aws.endpoint,
    region: facts.aws.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const found: Record<string, { ms: number; calls: number }> = {};
  for await (const page of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName = '' } of page.logGroups ?? []) {
      const name = FUNCTION_LOGS.exec(logGroupName)?.[1];
      if (name === undefined) continue;
      const { ms, calls } = await runTime(client, logGroupName, from);
      const perThousand = (n: number) => Math.round((n * 10_000) / events) / 10;
      if (calls > 0) found[name] = { ms: perThousand(ms), calls: perThousand(calls) };
    }
  }
  return found;
}

async function runTime(
  client: CloudWatchLogsClient,
  logGroupName: string,
  from: Date,
): Promise<{ ms: number; calls: number }> {
  let ms = 0;
  let calls = 0;
  const query = { logGroupName, startTime: from.getTime(), filterPattern: 'REPORT' };
  for await (const page of paginateFilterLogEvents({ client }, query)) {
    for (const { message } of page.events ?? []) {
      const duration = /\bDuration: ([\d.]+) ms/.exec(message ?? '')?.[1];
      if (duration === undefined) continue;
      ms += Number(duration);
      calls++;
    }
  }
  return { ms, calls };
}
