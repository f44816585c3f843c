import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import { lenientText, unzipBody } from '#shared/pipeline/read-body.ts';
import { parseObject } from '#shared/pipeline/split-any.ts';
import { splitJson } from '#shared/pipeline/split-json.ts';
import { type ObjectNotice, objectNoticeSchema } from '#shared/schema/object-notice.ts';
import { assertOwnSource, refuseWithProblem } from '#shared/ways/source-path.ts';
import { admit, jsonAnswer, type Way } from '#shared/ways/way.ts';

/** S3's event in EventBridge ("Using EventBridge", event message structure); keys are not encoded there. */
const createdSchema = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/**
 * Notices of new objects, which the customer's own EventBridge posts with the source's token: the token says whose they
 * are, and the role that the customer made for the source says which of their objects we may read.
 */
export const s3Notices: Way = {
  name: 's3-notices',
  routes: [{ methods: ['POST'], path: '/v1/ingest/s3/{source_id}' }],
  async handle(ports, request, _route, pusher) {
    const push = await admit(ports, request, pusher);
    const { sourceId, connector } = assertOwnSource(push.pusher, request);
    const pieces = splitJson(lenientText(unzipBody(request.body)));
    const notices: ObjectNotice[] = [];
    for (const piece of pieces) {
      const created = createdSchema.safeParse(parseObject(piece));
      if (!created.success || isNoLog(created.data.detail.object.key)) continue;
      const { account, region, detail, time } = created.data;
      const at = new Date(time);
      const notice = objectNoticeSchema.safeParse({
        tenant_id: push.tenant.tenant_id,
        source_id: sourceId,
        connector,
        request_id: request.requestId,
        account,
        region,
        bucket: detail.bucket.name,
        key: detail.object.key,
        created_at: (Number.isNaN(at.getTime()) ? request.now : at).toISOString(),
      });
      if (notice.success) notices.push(notice.data);
    }
    if (notices.length > MAX_NOTICES) {
      throw new DomainError('payload_too_large', `Send at most ${MAX_NOTICES} notices at once.`);
    }
    await Promise.all(notices.map((notice) => ports.objects.read(notice)));
    return jsonAnswer(202, {
      accepted: notices.length,
      ignored: pieces.length - notices.length,
      request_id: request.requestId,
    });
  },
  refuse: refuseWithProblem,
};

/** EventBridge posts one; a batch that a customer collected is not longer than this. */
const MAX_NOTICES = 100;

/** What AWS writes beside logs: CloudTrail's digests, the empty objects that make a "folder", ELB's test file. */
function isNoLog(key: string): boolean {
  return key.endsWith('/') || key.includes('/CloudTrail-Digest/') || key.endsWith('ELBAccessLogTestFile');
}
