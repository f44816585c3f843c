import { dispatch } from '#shared/api/dispatch.ts';
import type { ApiRequest, Repeatable, RequestReport } from '#shared/api/request.ts';
import { routes } from '#shared/api/routes.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Claims } from './builders/caller.ts';

export type Call = {
  as?: Claims | Record<string, unknown> | null;
  query?: Record<string, Repeatable>;
  headers?: Record<string, string>;
  /** Sent as JSON; `text` goes as it is. */
  body?: unknown;
  text?: string;
};

export type Answer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  text: string;
  report: RequestReport;
};

/** Calls the API as API Gateway would: `where` is such as `GET /api/v1/cases/case-1`. */
export async function callApi(ports: Ports, where: string, call: Call = {}): Promise<Answer> {
  const [method = '', path = ''] = where.split(' ');
  const { routePath, pathParams } = matchRoute(method, path);
  const text = call.text ?? (call.body === undefined ? '' : JSON.stringify(call.body));
  const request: ApiRequest = {
    method,
    routePath,
    path,
    pathParams,
    query: call.query ?? {},
    headers: { ...(text === '' ? {} : { 'content-type': 'application/json' }), ...call.headers },
    body: text,
    claims: call.as ?? null,
    requestId: 'request-1',
  };
  const reports: RequestReport[] = [];
  const response = await dispatch(routes, ports, request, (line) => reports.push(line));
  const [report] = reports;
  if (report === undefined || reports.length !== 1)
    throw new Error(`${reports.length} lines for one request`);
  const json = /json/.test(response.headers['content-type'] ?? '');
  return {
    ...response,
    body: json ? JSON.parse(response.body) : response.body,
    text: response.body,
    report,
  };
}

function matchRoute(method: string, path: string): Pick<ApiRequest, 'routePath' | 'pathParams'> {
  const sent = path.split('/');
  for (const route of routes) {
    const parts = route.path.split('/');
    const fits =
      parts.length === sent.length && parts.every((part, i) => part.startsWith('{') || part === sent[i]);
    if (route.method !== method || !fits) continue;
    const params = parts.flatMap((part, i) =>
      part.startsWith('{') ? [[part.slice(1, -1), sent[i] ?? '']] : [],
    );
    return { routePath: route.path, pathParams: Object.fromEntries(params) };
  }
  return { routePath: null, pathParams: {} };
}
