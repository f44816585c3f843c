import { z } from 'zod';
import { ingestPath } from '#shared/api/openapi-ingest.ts';
import { type JsonSchema, makeSchemaWriter, type SchemaWriter } from '#shared/api/openapi-schemas.ts';
import { wayPaths } from '#shared/api/openapi-ways.ts';
import type { Route } from '#shared/api/route.ts';
import { problemSchema } from '#shared/schema/problem.ts';

export type OpenApi = {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
};

export type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: JsonSchema[];
  requestBody?: JsonSchema;
  responses: Record<string, JsonSchema>;
};

const description = `The control plane of Gatehouse and the way in for events.

Lists answer \`{"items": [], "next": null}\`; give \`next\` as \`cursor\` to read on. Errors are problem details (RFC 9457) with a stable \`code\` and the \`request_id\`. Changes name the \`version\` that they saw. Unknown fields are refused.`;

/** The whole API as OpenAPI 3.1, generated from the routes; the ingest endpoint is added by hand. */
export function openApiOf(routes: readonly Route[]): OpenApi {
  const schemas = makeSchemaWriter();
  const problem = schemas.write(problemSchema, 'output');
  const paths: OpenApi['paths'] = {};
  const byPath = [...routes].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  for (const route of byPath) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operationOf(route, schemas);
    paths[route.path] = path;
  }
  paths['/v1/ingest/events'] = ingestPath(schemas);
  Object.assign(paths, wayPaths());
  return {
    openapi: '3.1.0',
    info: { title: 'Gatehouse', version: '1', description },
    servers: [{ url: '/' }],
    tags: [...new Set(['ingest', ...byPath.map((route) => route.domain)])].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.named(),
      responses: {
        Unauthorized: {
          description: 'No valid token. The gateway says so itself and not as a problem.',
          content: {
            'application/json': {
              schema: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
            },
          },
        },
        Problem: {
          description: 'Problem details',
          content: { 'application/problem+json': { schema: problem } },
        },
      },
      parameters: {
        Tenant: {
          name: 'X-Tenant-ID',
          in: 'header',
          schema: { type: 'string' },
          description:
            'The tenant that a platform_admin acts for. Others may leave it out; it must be their own.',
        },
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
          description:
            'Repeating the request with the same key answers as the first time and does nothing again.',
        },
      },
      securitySchemes: {
        user: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'ID token of a signed-in user.',
        },
        source: {
          type: 'http',
          scheme: 'bearer',
          description: 'Token of a data source (`ghs_…`), for ingest only.',
        },
      },
    },
  };
}

function operationOf(route: Route, schemas: SchemaWriter): Operation {
  const parameters = [
    ...parametersOf(route.params, 'path', schemas),
    ...(route.scope === 'tenant' ? [{ $ref: '#/components/parameters/Tenant' }] : []),
    ...(route.idempotent === true ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...parametersOf(route.query, 'query', schemas),
  ];
  const open = route.scope === 'public';
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(open ? {} : { description: `Roles: ${route.roles.join(', ')}.` }),
    tags: [route.domain],
    security: open ? [] : [{ user: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemas.write(route.body, 'input') } },
          },
        }),
    responses: {
      [route.status]: successOf(route, schemas),
      ...(open ? {} : { 401: { $ref: '#/components/responses/Unauthorized' } }),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function successOf(route: Route, schemas: SchemaWriter): JsonSchema {
  const headers =
    route.location === undefined
      ? {}
      : { headers: { Location: { description: 'Where it is now.', schema: { type: 'string' } } } };
  if (route.answer === undefined) return { description: 'Done', ...headers };
  const mediaType = route.produces?.split(';')[0] ?? 'application/json';
  return {
    description: 'Done',
    ...headers,
    content: { [mediaType]: { schema: schemas.write(route.answer, 'output') } },
  };
}

function parametersOf(
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  schemas: SchemaWriter,
): JsonSchema[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: schemas.write(field, 'input'),
  }));
}

const key = (route: Route): string => `${route.path} ${route.method}`;
