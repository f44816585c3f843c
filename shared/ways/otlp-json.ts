import { parseJson } from '#shared/connectors/parse-json.ts';
import {
  type AnyValue,
  type Attributes,
  emptyAttributes,
  type OtlpRecord,
} from '#shared/ways/otlp-record.ts';

/** As deep as values may hold values; deeper ones are text, so that no body can exhaust the stack. */
export const MAX_OTLP_DEPTH = 32;

type Json = Readonly<Record<string, unknown>>;

/**
 * The records of an OTLP/HTTP request in JSON (proto3's JSON mapping: names in camel case, 64-bit numbers as text or as
 * numbers, ids in hex).
 * @throws Error when the text is no export request.
 */
export function readOtlpJson(text: string): OtlpRecord[] {
  const request = parseJson(text);
  if (!isObject(request)) throw new Error('the body is no JSON object');
  return list(request.resourceLogs).flatMap((ofResource) => {
    const resource = attributesOf(objectOf(ofResource.resource).attributes, 0);
    return list(ofResource.scopeLogs).flatMap((ofScope) => {
      const scope = textOf(objectOf(ofScope.scope).name);
      return list(ofScope.logRecords).map((record) => recordOf(record, resource, scope));
    });
  });
}

function recordOf(record: Json, resource: Attributes, scope: string): OtlpRecord {
  return {
    resource,
    scope,
    timeUnixNano: integer(record.timeUnixNano),
    observedTimeUnixNano: integer(record.observedTimeUnixNano),
    severityNumber: typeof record.severityNumber === 'number' ? record.severityNumber : 0,
    severityText: textOf(record.severityText),
    body: anyValueOf(record.body, 0),
    attributes: attributesOf(record.attributes, 0),
    traceId: textOf(record.traceId),
    spanId: textOf(record.spanId),
    eventName: textOf(record.eventName),
  };
}

function anyValueOf(value: unknown, depth: number): AnyValue {
  if (!isObject(value)) return null;
  if (typeof value.stringValue === 'string') return value.stringValue;
  if (typeof value.boolValue === 'boolean') return value.boolValue;
  if (value.intValue !== undefined) return integer(value.intValue);
  if (value.doubleValue !== undefined) return Number(value.doubleValue);
  if (typeof value.bytesValue === 'string') return value.bytesValue;
  if (depth >= MAX_OTLP_DEPTH) return JSON.stringify(value);
  if (value.arrayValue !== undefined) {
    return list(objectOf(value.arrayValue).values).map((item) => anyValueOf(item, depth + 1));
  }
  if (value.kvlistValue !== undefined) return attributesOf(objectOf(value.kvlistValue).values, depth + 1);
  return null;
}

function attributesOf(pairs: unknown, depth: number): Attributes {
  const attributes = emptyAttributes();
  for (const { key, value } of list(pairs))
    if (typeof key === 'string') attributes[key] = anyValueOf(value, depth);
  return attributes;
}

/** A 64-bit number in any of the forms that senders write; 0 for what is none. */
function integer(value: unknown): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : 0n;
}

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
