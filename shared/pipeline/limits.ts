/**
 * Largest body on the wire: a Lambda's event is 6 MB including base64 (AWS Lambda quotas), so 4.5 MB raw.
 * Senders are told 4 MB (reference: log shippers' batch sizes).
 */
export const MAX_BODY_BYTES = 4_500_000;

/** Largest body after gunzip: caps what a small compressed body can make us hold. */
export const MAX_UNZIPPED_BYTES = 20_000_000;

/** Largest single event; larger ones are refused one by one. Kinesis takes 1 MiB a record by default. */
export const MAX_EVENT_BYTES = 256_000;

/** Most events in one request. */
export const MAX_EVENTS = 20_000;

/** A pack is cut at this many events or bytes of raw text, so that its record stays well under Kinesis' 1 MiB. */
export const PACK_EVENTS = 500;
export const PACK_BYTES = 384 * 1024;

/** A pack of canonical events is cut at this many bytes of JSON, before compression: always within Kinesis' 1 MiB. */
export const EVENT_PACK_BYTES = 1_000_000;

/** Refused events that an answer lists; the count is always complete. */
export const MAX_REFUSALS_LISTED = 100;
