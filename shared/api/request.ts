/** A value as often as it was sent: one string, or all of them where a name was repeated. */
export type Repeatable = string | readonly string[];

/** An API request without its transport (`shared/aws/http-event.ts` makes it from API Gateway's event). */
export type ApiRequest = {
  method: string;
  /** The matched path template, such as `/api/v1/cases/{case_id}`; null where the gateway matched none. */
  routePath: string | null;
  /** The path as sent. */
  path: string;
  pathParams: Readonly<Record<string, string>>;
  query: Readonly<Record<string, Repeatable>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Empty where none was sent. */
  body: string;
  /** Claims of the token that the gateway verified; null without a token. */
  claims: Readonly<Record<string, unknown>> | null;
  requestId: string;
};

export type ApiResponse = {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** One line of log per request. Holds no body, no header and no token. */
export type RequestReport = {
  operation: string | null;
  method: string;
  status: number;
  request_id: string;
  tenant_id: string | null;
  user_id: string | null;
  /** The problem's code, or `internal_error`. */
  code: string | null;
  /** Name and message of an error that the caller never sees. */
  error: { name: string; message: string } | null;
};
