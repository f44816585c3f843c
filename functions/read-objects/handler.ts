import type { Context } from 'aws-lambda';
import { dynamo, kinesis, s3, sts } from '#shared/aws/clients.ts';
import { makeCustomerObjects } from '#shared/aws/customer-objects.ts';
import { readEnvironment } from '#shared/aws/environment.ts';
import { makeLogger } from '#shared/aws/logger.ts';
import { makeTakePorts, TAKE_VARIABLES } from '#shared/aws/make-take-ports.ts';
import { once } from '#shared/once.ts';
import { type ReadObjectPorts, readObject } from '#shared/pipeline/read-object.ts';
import { objectNoticeSchema } from '#shared/schema/object-notice.ts';
import { sleep } from '#shared/sleep.ts';

const logger = makeLogger('read-objects');

const ports = once((): Omit<ReadObjectPorts, 'timeLeft'> => {
  const env = readEnvironment(process.env, ...TAKE_VARIABLES);
  const warn = (message: string, details: unknown) => logger.warn(message, { details });
  return {
    ...makeTakePorts({ dynamo: dynamo(), kinesis: kinesis(), s3: s3() }, env, warn),
    objects: makeCustomerObjects(sts(), { forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
    sleep,
    now: () => new Date(),
  };
});

/** Reads one object of a customer's bucket; functions/receive calls it without waiting. */
export async function handler(event: unknown, context: Context): Promise<void> {
  const notice = objectNoticeSchema.parse(event);
  const counts = await readObject({ ...ports(), timeLeft: () => context.getRemainingTimeInMillis() }, notice);
  logger.info('object read', { ...counts, source_id: notice.source_id, request_id: notice.request_id });
}
