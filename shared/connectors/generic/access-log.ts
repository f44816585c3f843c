import type { Draft } from '#shared/connectors/draft.ts';
import { putUser } from '#shared/connectors/generic/pairs.ts';
import { type Clock, textTime } from '#shared/connectors/scan/resolve-time.ts';
import { putUrl } from '#shared/connectors/url-parts.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const LINE =
  /^(?:([A-Za-z0-9_.-]{1,253})(?::(\d{1,5}))? )?([0-9A-Fa-f.:]{2,45}|[A-Za-z0-9_.-]{1,253}) (\S{1,128}) (\S{1,256}) \[(\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}(?:\.\d{1,6})? ?[+-]?\d{0,4})\] "((?:[^"\\]|\\.){0,8000})" (\d{3}) (\d{1,18}|-)(?: "((?:[^"\\]|\\.){0,8000})" "((?:[^"\\]|\\.){0,4000})")?/;
const REQUEST = /^([A-Z]{3,20}) (\S{1,8000})(?: HTTP\/(\d(?:\.\d)?))?/;

/** Apache's and nginx' common and combined access log, with or without the virtual host in front. False for other text. */
export function readAccessLog(text: string, draft: Draft, clock: Clock): boolean {
  const found = LINE.exec(text);
  if (found === null) return false;
  const { attributes } = draft;
  const [, vhost, vport, client, , user, time = '', request = '', status, bytes, referrer, agent] = found;
  put(attributes, 'source.ip', client);
  if (user !== '-') putUser(attributes, user);
  putRequest(draft, request, vhost);
  put(attributes, 'destination.port', vport);
  put(attributes, 'http.response.status_code', status);
  put(attributes, 'http.response.body.bytes', bytes);
  put(attributes, 'http.request.referrer', referrer);
  put(attributes, 'user_agent.original', agent);
  put(attributes, 'event.outcome', Number(status) >= 400 ? 'failure' : 'success');
  draft.time = textTime(time, clock) ?? draft.time;
  return true;
}

/** `GET /path HTTP/1.1`, as access logs and load balancers quote it. */
export function putRequest({ attributes }: Draft, request: string, domain?: string): boolean {
  const parts = REQUEST.exec(request);
  if (parts === null) return false;
  put(attributes, 'http.request.method', parts[1]);
  putUrl(attributes, parts[2], domain);
  put(attributes, 'http.version', parts[3]);
  return true;
}
