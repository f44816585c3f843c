import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { WayAnswer, WayRequest } from '#shared/ways/way.ts';

/** A REST API's event as the ways in see it: names of headers in lower case, the body in bytes. */
export function wayRequestOf(event: APIGatewayProxyEvent, now: Date): WayRequest {
  return {
    method: event.httpMethod,
    path: event.path,
    query: present(event.queryStringParameters),
    headers: Object.fromEntries(
      Object.entries(present(event.headers)).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    requestId: event.requestContext.requestId,
    now,
  };
}

function present(values: Readonly<Record<string, string | undefined>> | null): Record<string, string> {
  const entries = Object.entries(values ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

export function wayResultOf(answer: WayAnswer): APIGatewayProxyResult {
  const isText = typeof answer.body === 'string';
  return {
    statusCode: answer.status,
    headers: { ...answer.headers },
    body: typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('base64'),
    isBase64Encoded: !isText,
  };
}
