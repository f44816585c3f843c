import { removeObject } from '#shared/tenants/provisioning/remove-object.ts';
import { gone, type Resource, type ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import { STREAM_KEY } from '#shared/tenants/resources/graylog-stream.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'connection';

const objectOf = (context: ResourceContext): string =>
  `pipeline "${context.systems.graylog?.pipeline ?? ''}" on the stream`;

function streamOf(context: ResourceContext): string {
  const id = context.ledger.idOf('graylog-stream', STREAM_KEY);
  if (id === null) throw new VendorError('graylog', 'not_found', 'The stream of the connection is not known');
  return id;
}

async function pipelineOf(context: ResourceContext): Promise<string> {
  const title = context.systems.graylog?.pipeline ?? '';
  const found = (await (await context.apis.graylog()).pipelines()).find((one) => one.title === title);
  if (found === undefined)
    throw new VendorError('graylog', 'not_found', `Graylog has no pipeline "${title}"`);
  return found.id;
}

/** The customer's stream goes through the operator's pipeline. Graylog replaces a stream's whole set: read, add, write. */
export const graylogPipelineConnection: Resource = {
  name: 'graylog-pipeline-connection',
  title: 'Graylog pipeline connected to the stream',
  system: 'graylog',
  needs: ['graylog-stream'],
  applies: (setup, systems) => setup.platforms.includes('open_source') && systems.graylog !== null,

  async plan(context) {
    const known = context.ledger.idOf('graylog-stream', STREAM_KEY);
    const base = {
      object: objectOf(context),
      call: 'POST /system/pipelines/connections/to_stream',
      reason: null,
    };
    const connected =
      known !== null &&
      (await (await context.apis.graylog()).connections(known)).includes(await pipelineOf(context));
    return [{ ...base, action: connected ? 'adopt' : 'create' }];
  },

  async ensure(context) {
    const graylog = await context.apis.graylog();
    const [stream, pipeline] = [streamOf(context), await pipelineOf(context)];
    const connected = await graylog.connections(stream);
    if (!connected.includes(pipeline)) {
      if (context.ledger.row(KEY) === undefined) await context.ledger.intend(KEY);
      await graylog.connect(stream, [...connected, pipeline]);
    }
    await context.ledger.found(KEY, pipeline);
  },

  async verify(context) {
    const connected = await (await context.apis.graylog()).connections(streamOf(context));
    return connected.includes(await pipelineOf(context)) ? [] : [gone(objectOf(context))];
  },

  remove: (context) =>
    removeObject(context, {
      key: KEY,
      object: objectOf(context),
      findId: () => pipelineOf(context),
      async drop(id) {
        const stream = context.ledger.idOf('graylog-stream', STREAM_KEY);
        if (stream === null) return;
        const graylog = await context.apis.graylog();
        const connected = await graylog.connections(stream);
        // Deleting a stream leaves its connection behind, so it goes first, and only ours.
        if (connected.includes(id)) {
          await graylog.connect(
            stream,
            connected.filter((one) => one !== id),
          );
        }
      },
    }),
};
