import { json, objectOf, type StandinAnswer, type StandinRequest } from './standin.ts';

export const apiError = (message: string): StandinAnswer => json(400, { type: 'ApiError', message });

const indexSetFields = new Set([
  'id',
  'title',
  'description',
  'index_prefix',
  'shards',
  'replicas',
  'rotation_strategy_class',
  'rotation_strategy',
  'retention_strategy_class',
  'retention_strategy',
  'index_analyzer',
  'index_optimization_max_num_segments',
  'index_optimization_disabled',
  'field_type_refresh_interval',
  'writable',
  'creation_date',
  'use_legacy_rotation',
  'data_tiering',
]);
const required = [...indexSetFields].slice(1, 15);
/** What Graylog checks of a new index set; the answer of a refusal, or null. */
export function refusalOf(request: StandinRequest, prefixes: readonly string[]): StandinAnswer | null {
  const body = objectOf(request);
  if (body === null) return json(400, { type: 'RequestError', message: 'Invalid JSON', line: 1, column: 1 });
  const unknown = Object.keys(body).find((field) => !indexSetFields.has(field));
  if (unknown !== undefined)
    return json(400, { type: 'RequestError', message: `Unable to map property ${unknown}.` });
  const tiering = body.use_legacy_rotation === false;
  if (tiering && body.data_tiering === undefined) return apiError('data_tiering is required');
  const needed = tiering ? required.filter((field) => !/rotation|retention/.test(field)) : required;
  const missing = needed.filter((field) => body[field] === undefined);
  if (missing.length > 0) {
    return json(
      400,
      missing.map((path) => ({ message: 'must not be null', path, invalid_value: null })),
    );
  }
  const prefix = String(body.index_prefix);
  if (!/^[a-z0-9][a-z0-9_+-]{0,249}$/.test(prefix)) {
    return json(400, [
      { message: 'must match "^[a-z0-9][a-z0-9_+-]*$"', path: 'index_prefix', invalid_value: prefix },
    ]);
  }
  const other = prefixes.find((one) => one.startsWith(prefix) || prefix.startsWith(one));
  if (other !== undefined) {
    return apiError(`Index prefix '${prefix}' would conflict with existing index set prefix '${other}'`);
  }
  return null;
}
