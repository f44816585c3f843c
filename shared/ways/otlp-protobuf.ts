import { MAX_OTLP_DEPTH } from '#shared/ways/otlp-json.ts';
import {
  type AnyValue,
  type Attributes,
  emptyAttributes,
  type OtlpRecord,
} from '#shared/ways/otlp-record.ts';
import { type Field, readFields, writeBytes, writeVarint } from '#shared/ways/protobuf.ts';

/**
 * The records of an `ExportLogsServiceRequest` in protobuf. Field numbers are those of opentelemetry-proto 1
 * (`logs/v1/logs.proto`, `common/v1/common.proto`, `resource/v1/resource.proto`); unknown fields are passed over.
 * @throws Error for bytes that are no such message.
 */
export function readOtlpProtobuf(bytes: Uint8Array): OtlpRecord[] {
  return messages(bytes, 1).flatMap((ofResource) => {
    const resource = emptyAttributes();
    for (const message of messages(ofResource, 1)) addAttributes(resource, message, 1, 0);
    return messages(ofResource, 2).flatMap((ofScope) => {
      const scope = messages(ofScope, 1).map(nameOf).at(-1) ?? '';
      return messages(ofScope, 2).map((record) => recordOf(record, resource, scope));
    });
  });
}

/** `ExportLogsServiceResponse` with its `partial_success`; no bytes when all was taken. */
export function writeLogsResponse(rejected: number, message: string): Uint8Array {
  if (rejected === 0 && message === '') return new Uint8Array();
  const partial = Buffer.concat([writeVarint(1, rejected), writeBytes(2, Buffer.from(message))]);
  return writeBytes(1, partial);
}

/** `google.rpc.Status`, which OTLP asks for as the body of a refusal. */
export function writeStatus(code: number, message: string): Uint8Array {
  return Buffer.concat([writeVarint(1, code), writeBytes(2, Buffer.from(message))]);
}

function messages(bytes: Uint8Array, number: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const field of readFields(bytes))
    if (field.number === number && field.kind === 'bytes') found.push(field.value);
  return found;
}

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const nameOf = (scope: Uint8Array): string => utf8(messages(scope, 1).at(-1) ?? new Uint8Array());

function recordOf(bytes: Uint8Array, resource: Attributes, scope: string): OtlpRecord {
  const record: OtlpRecord = {
    resource,
    scope,
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: null,
    attributes: emptyAttributes(),
    traceId: '',
    spanId: '',
    eventName: '',
  };
  for (const field of readFields(bytes)) readRecordField(record, field);
  return record;
}

function readRecordField(record: OtlpRecord, field: Field): void {
  if (field.kind === 'fixed64') {
    if (field.number === 1) record.timeUnixNano = field.value;
    else if (field.number === 11) record.observedTimeUnixNano = field.value;
  } else if (field.kind === 'varint') {
    if (field.number === 2) record.severityNumber = Number(BigInt.asIntN(32, field.value));
  } else if (field.kind === 'bytes') {
    if (field.number === 3) record.severityText = utf8(field.value);
    else if (field.number === 5) record.body = anyValueOf(field.value, 0);
    else if (field.number === 6) addAttribute(record.attributes, field.value, 0);
    else if (field.number === 9) record.traceId = hex(field.value);
    else if (field.number === 10) record.spanId = hex(field.value);
    else if (field.number === 12) record.eventName = utf8(field.value);
  }
}

function addAttributes(attributes: Attributes, message: Uint8Array, number: number, depth: number): void {
  for (const pair of messages(message, number)) addAttribute(attributes, pair, depth);
}

function addAttribute(attributes: Attributes, pair: Uint8Array, depth: number): void {
  let key = '';
  let value: AnyValue = null;
  for (const field of readFields(pair)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) key = utf8(field.value);
    else if (field.number === 2) value = anyValueOf(field.value, depth);
  }
  attributes[key] = value;
}

/** The last field of the oneof wins, as protobuf says. */
function anyValueOf(bytes: Uint8Array, depth: number): AnyValue {
  let value: AnyValue = null;
  for (const field of readFields(bytes)) {
    if (field.kind === 'varint') {
      if (field.number === 2) value = field.value !== 0n;
      else if (field.number === 3) value = BigInt.asIntN(64, field.value);
    } else if (field.kind === 'fixed64' && field.number === 4) value = field.double;
    else if (field.kind === 'bytes') value = bytesValue(field.number, field.value, depth) ?? value;
  }
  return value;
}

function bytesValue(number: number, bytes: Uint8Array, depth: number): AnyValue | undefined {
  if (number === 1) return utf8(bytes);
  if (number === 7) return Buffer.from(bytes).toString('base64');
  if (number !== 5 && number !== 6) return undefined;
  if (depth >= MAX_OTLP_DEPTH) return Buffer.from(bytes).toString('base64');
  if (number === 5) return messages(bytes, 1).map((item) => anyValueOf(item, depth + 1));
  const attributes = emptyAttributes();
  addAttributes(attributes, bytes, 1, depth + 1);
  return attributes;
}
