import type { ApiRequest } from '#shared/api/request.ts';
import { DomainError } from '#shared/errors.ts';

/** Largest body of the control plane: a case's description and 40 alert ids stay far below. */
const BODY_LIMIT_BYTES = 256 * 1024;

/**
 * The body as JSON; an empty one counts as an empty object.
 * @throws DomainError `payload_too_large`, `unsupported_media_type`, or `invalid_request` for malformed JSON.
 */
export function decodeBody(request: ApiRequest): unknown {
  if (request.body === '') return {};
  const bytes = Buffer.byteLength(request.body);
  if (bytes > BODY_LIMIT_BYTES) {
    throw new DomainError(
      'payload_too_large',
      `The body has ${bytes} bytes; at most ${BODY_LIMIT_BYTES} are taken.`,
    );
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new DomainError('unsupported_media_type', 'Send the body as plain JSON, without Content-Encoding.');
  }
  const mediaType =
    (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType !== 'application/json' && !/^application\/[a-z0-9.-]+\+json$/.test(mediaType)) {
    throw new DomainError(
      'unsupported_media_type',
      'Send the body as JSON with "Content-Type: application/json".',
    );
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw new DomainError('invalid_request', 'The body is not valid JSON.');
  }
}
