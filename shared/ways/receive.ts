import { DomainError, type ErrorCode } from '#shared/errors.ts';
import { authorizePush } from '#shared/pipeline/authorize-push.ts';
import type { Pusher } from '#shared/pipeline/take-events.ts';
import { pusherBySignature } from '#shared/ways/by-signature.ts';
import { sourceIdOf } from '#shared/ways/source-path.ts';
import {
  jsonAnswer,
  type Way,
  type WayAnswer,
  type WayPorts,
  type WayRequest,
  type WayRoute,
} from '#shared/ways/way.ts';
import { ways } from '#shared/ways/ways.ts';

/** What a request came to. `refusal` is the code of what was refused on purpose, `fault` a bug of ours. */
export type Received = { answer: WayAnswer; way: string; refusal: ErrorCode | null; fault: Error | null };

/**
 * Answers one request of a sender. Every refusal is worded by the way; overload and faults of ours become what its
 * senders take as "later", never a 500, which many of them take as "never" (docs/architecture.md, "Ways in").
 */
export async function receive(ports: WayPorts, request: WayRequest): Promise<Received> {
  const found = findRoute(request);
  if (found === null) {
    const answer = jsonAnswer(404, { error: 'There is no such way in.' });
    return { answer, way: 'none', refusal: 'not_found', fault: null };
  }
  const { way, route } = found;
  try {
    const pusher = route.open ? null : await pusherOf(ports, request, route);
    const answer = await way.handle(ports, request, route, pusher);
    return { answer, way: way.name, ...told(answer.because) };
  } catch (error) {
    const refusal =
      error instanceof DomainError
        ? error
        : new DomainError('unavailable', 'The events could not be taken now: send them again.', {
            retry_after_seconds: 3,
          });
    return { answer: way.refuse(refusal, request), way: way.name, ...told(error) };
  }
}

function told(error: unknown): Pick<Received, 'refusal' | 'fault'> {
  if (error === undefined) return { refusal: null, fault: null };
  if (error instanceof DomainError) return { refusal: error.code, fault: null };
  return { refusal: null, fault: error instanceof Error ? error : new Error('unknown') };
}

/** A token stands in `Authorization`; services that can send no such header put it where they can. */
export function credentialOf(request: Pick<WayRequest, 'headers' | 'query'>): string | undefined {
  const { authorization, 'x-amz-firehose-access-key': firehose } = request.headers;
  if (authorization) return authorization;
  const token = firehose ?? request.query.token;
  return token ? `Bearer ${token}` : undefined;
}

function pusherOf(ports: WayPorts, request: WayRequest, route: WayRoute): Promise<Pusher> {
  const credential = credentialOf(request);
  if (route.signed && credential === undefined) {
    const { webhooks, authorize } = ports;
    return pusherBySignature({ webhooks, sources: authorize.sources }, sourceIdOf(request), request);
  }
  return authorizePush(ports.authorize, credential);
}

function findRoute(request: WayRequest): { way: Way; route: WayRoute } | null {
  for (const way of ways) {
    for (const route of way.routes) {
      if (route.methods.includes(request.method) && matches(route.path, request.path)) return { way, route };
    }
  }
  return null;
}

/** Whether a path is the route's; `{name}` is one segment and `{name+}` all that are left. */
export function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/$/, '$1').split('/');
  for (const [index, segment] of wanted.entries()) {
    if (segment.endsWith('+}')) return given.length > index;
    if (given[index] === undefined) return false;
    if (!segment.startsWith('{') && segment !== given[index]) return false;
  }
  return given.length === wanted.length;
}
