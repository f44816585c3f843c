import type { Operation } from '#shared/api/openapi.ts';
import type { JsonSchema, SchemaWriter } from '#shared/api/openapi-schemas.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';

const description = `One JSON event, a JSON array of events, or one event per line (NDJSON), plain or gzip; which of them it is, is told by the bytes and not by the headers. An event is either canonical or whatever the source's connector reads.

A source token also goes as \`Authorization: Splunk …\`, \`ApiKey …\` or the password of \`Basic\`, for shippers that send nothing else.`;

/** `POST /v1/ingest/events`, which another API serves (functions/ingest) and which has no route here. */
export function ingestPath(schemas: SchemaWriter): Record<string, Operation> {
  const event: JsonSchema = {
    anyOf: [schemas.write(canonicalEventSchema, 'input'), { type: 'object', additionalProperties: true }],
  };
  const problem = { $ref: '#/components/responses/Problem' };
  return {
    post: {
      operationId: 'ingestEvents',
      summary: 'Push events',
      description,
      tags: ['ingest'],
      security: [{ source: [] }, { user: [] }],
      parameters: [
        {
          name: 'X-Tenant-ID',
          in: 'header',
          required: false,
          schema: { type: 'string' },
          description:
            'Required with the token of a user, optional with one of a source; it must be the token’s tenant.',
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: { anyOf: [event, { type: 'array', items: event }] } },
          'application/x-ndjson': { schema: { type: 'string' } },
        },
      },
      responses: {
        202: {
          description: 'Taken. Rejected events are named by their place in the request.',
          content: { 'application/json': { schema: accepted } },
        },
        400: problem,
        401: problem,
        403: problem,
        413: problem,
        415: problem,
        429: problem,
        503: problem,
        default: problem,
      },
    },
  };
}

const accepted: JsonSchema = {
  type: 'object',
  required: ['accepted', 'rejected', 'errors', 'request_id'],
  properties: {
    accepted: { type: 'integer', minimum: 0 },
    rejected: { type: 'integer', minimum: 0 },
    errors: {
      description: 'Why events were rejected; the first ones where there are many.',
      type: 'array',
      items: {
        type: 'object',
        required: ['index', 'reason'],
        properties: { index: { type: 'integer', minimum: 0 }, reason: { type: 'string' } },
      },
    },
    request_id: { type: 'string' },
  },
};
