import { json, type Standin } from '../standin.ts';
import { armError, audiences, type MicrosoftWorld, refusedToken } from './world.ts';

/** Microsoft Defender for Endpoint: what proves licence and consent. */
export function defenderStandin(world: MicrosoftWorld): Standin {
  return {
    // Azure's stand-in resets what they share.
    reset: () => {},
    state: () => ({}),
    handle(request) {
      const refused = refusedToken(world, request, audiences.defender);
      if (refused !== null) return refused;
      const needs = { '/api/machines': 'Machine.Read.All', '/api/alerts': 'Alert.Read.All' }[request.path];
      if (needs === undefined || request.method !== 'GET')
        return armError(404, 'ResourceNotFound', 'There is nothing here.');
      if (world.consented.get(audiences.defender)?.includes(needs) !== true)
        return armError(
          403,
          'Forbidden',
          `The application does not have any of the required roles [${needs}].`,
        );
      if (!world.licences.has('defender'))
        return armError(403, 'Forbidden', 'The tenant has no licence for Microsoft Defender for Endpoint.');
      return json(200, { '@odata.context': 'https://api.security.microsoft.com/api/$metadata', value: [] });
    },
  };
}
