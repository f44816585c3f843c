/** A value of OpenTelemetry's `AnyValue`; integers are bigint, so that all 64 bits stay. */
export type AnyValue = string | boolean | number | bigint | null | AnyValue[] | { [key: string]: AnyValue };

export type Attributes = { [key: string]: AnyValue };

/** One log record of OTLP (opentelemetry-proto, logs.proto) with what stands around it. Absent texts are ''. */
export type OtlpRecord = {
  resource: Attributes;
  scope: string;
  /** Nanoseconds since 1970; 0 where the sender knows none. */
  timeUnixNano: bigint;
  observedTimeUnixNano: bigint;
  severityNumber: number;
  severityText: string;
  body: AnyValue;
  attributes: Attributes;
  traceId: string;
  spanId: string;
  eventName: string;
};

/** An object without a prototype: names come from the wire, and one of them may be `__proto__`. */
export function emptyAttributes(): Attributes {
  return Object.create(null) as Attributes;
}

/**
 * A record as the event's raw text: what a shipper writes around a line, so that `connectors/unwrap.ts` finds line,
 * host, file and time in it. A body that is text is the line (`message`), a body that is an object the event; the
 * record's own attributes stand beside it under their own names, which are those of ECS where the two agree.
 */
export function otlpEventText(record: OtlpRecord): string {
  const { resource, attributes, body } = record;
  const event = emptyAttributes();
  for (const [name, value] of Object.entries(attributes)) event[name] = value;
  const time = record.timeUnixNano || record.observedTimeUnixNano;
  if (time > 0n) event['@timestamp'] = nanoTime(time);
  if (record.observedTimeUnixNano > 0n) event.observed_timestamp = nanoTime(record.observedTimeUnixNano);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) event.event = body;
  else if (body !== null) event.message = typeof body === 'string' ? body : exactJson(body);
  if (resource['host.name'] !== undefined) event.host = { name: resource['host.name'] };
  const path = attributes['log.file.path'] ?? resource['log.file.path'];
  if (path !== undefined) event.log = { file: { path } };
  const namespace = resource['k8s.namespace.name'];
  const pod = resource['k8s.pod.name'];
  if (namespace !== undefined || pod !== undefined) {
    event.kubernetes = { namespace: namespace ?? null, pod: { name: pod ?? null } };
  }
  if (record.severityText !== '') event.severity_text = record.severityText;
  if (record.severityNumber !== 0) event.severity_number = record.severityNumber;
  if (record.traceId !== '') event.trace_id = record.traceId;
  if (record.spanId !== '') event.span_id = record.spanId;
  if (record.eventName !== '') event.event_name = record.eventName;
  if (record.scope !== '') event.scope = record.scope;
  if (Object.keys(resource).length > 0) event.resource = resource;
  return exactJson(event);
}

/** RFC 3339 with all nine digits. */
function nanoTime(nanos: bigint): string {
  const seconds = new Date(Number(nanos / 1_000_000_000n) * 1000);
  if (Number.isNaN(seconds.getTime())) return String(nanos);
  return `${seconds.toISOString().slice(0, -5)}.${String(nanos % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** JSON with integers of 64 bits written out. Numbers that JSON lacks (NaN, Infinity) become text. */
export function exactJson(value: AnyValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`;
  const entries = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name.toWellFormed())}:${exactJson(inner)}`,
  );
  return `{${entries.join(',')}}`;
}
