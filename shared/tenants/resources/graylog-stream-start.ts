import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import {
  differences,
  gone,
  type Resource,
  type ResourceContext,
} from '#shared/tenants/provisioning/resource.ts';
import { STREAM_KEY } from '#shared/tenants/resources/graylog-stream.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'started';
const OBJECT = 'stream running';

function streamOf(context: ResourceContext): string {
  const id = context.ledger.idOf('graylog-stream', STREAM_KEY);
  if (id === null) throw new VendorError('graylog', 'not_found', 'The stream to start is not known');
  return id;
}

/** A new stream is paused until it is resumed. */
export const graylogStreamStart: Resource = {
  name: 'graylog-stream-start',
  title: 'Graylog stream running',
  system: 'graylog',
  needs: ['graylog-pipeline-connection'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.graylog !== null,

  async plan(context) {
    const known = context.ledger.idOf('graylog-stream', STREAM_KEY);
    const stream = known === null ? null : await (await context.apis.graylog()).stream(known);
    const action = stream !== null && !stream.disabled ? 'adopt' : 'create';
    return [{ object: OBJECT, call: 'POST /streams/{id}/resume', action, reason: null }];
  },

  async ensure(context) {
    const graylog = await context.apis.graylog();
    const id = streamOf(context);
    const stream = await graylog.stream(id);
    if (stream === null) throw new VendorError('graylog', 'not_found', 'The stream to start is gone');
    if (stream.disabled) {
      if (context.ledger.row(KEY) === undefined) await context.ledger.intend(KEY);
      await graylog.resumeStream(id);
    }
    await context.ledger.found(KEY, id);
  },

  async verify(context) {
    const stream = await (await context.apis.graylog()).stream(streamOf(context));
    return stream === null ? [gone(OBJECT)] : differences(OBJECT, { disabled: false }, stream);
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: OBJECT,
      findId: async () => context.ledger.idOf('graylog-stream', STREAM_KEY),
      drop: async (id) => (await context.apis.graylog()).pauseStream(id),
    }),
};
