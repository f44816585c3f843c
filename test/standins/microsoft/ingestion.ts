import { bodyOf, json, match, type Standin } from '../standin.ts';
import { armError, audiences, type MicrosoftWorld, refusedToken } from './world.ts';

const LARGEST = 1024 * 1024;
/** Monitoring Metrics Publisher (Azure built-in roles). */
const PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb';

/** The Logs Ingestion API of every data collection rule. */
export function ingestionStandin(world: MicrosoftWorld): Standin {
  return {
    // Azure's stand-in resets what they share.
    reset: () => {},
    state: () => ({ events: world.ingested }),
    handle(request) {
      const params = match('/dataCollectionRules/{rule}/streams/{stream}', request.path);
      if (params === null || request.method !== 'POST')
        return armError(404, 'NotFound', 'There is nothing here.');
      if (request.query.get('api-version') !== '2023-01-01')
        return armError(400, 'InvalidApiVersion', 'api-version must be 2023-01-01.');
      const refused = refusedToken(world, request, audiences.monitor);
      if (refused !== null) return refused;
      const rule = world.rules.get(params.rule ?? '');
      if (rule === undefined) return armError(404, 'NotFound', 'The data collection rule does not exist.');
      if (!rule.streams.includes(params.stream ?? ''))
        return armError(400, 'InvalidStream', `The stream ${params.stream} is not of this rule.`);
      const assigned = `${rule.id} ${world.principalId} ${PUBLISHER}`.toLowerCase();
      if (!world.assignments.has(assigned))
        return armError(
          403,
          'OperationFailed',
          'The authentication token does not have access to ingest data.',
        );
      if (Buffer.byteLength(request.text) > LARGEST)
        return armError(413, 'ContentLengthLimitExceeded', 'The body is larger than 1 MB.');
      const body = bodyOf(request);
      if (!Array.isArray(body)) return armError(400, 'InvalidPayload', 'The body must be a JSON array.');
      world.ingested.push(...body);
      return json(204);
    },
  };
}
