/** Windows event ids are 16-bit numbers, and loggers call them `event_id` too: ten failed logins all say 4625. */
const CODE = /^\d{1,5}$/;

/**
 * The source's own id, if it can name one occurrence and not a kind of event; null otherwise, and the event is then
 * named by its text. A code taken for an id would make one event of many. `minLength` is for field names that hold
 * both in the wild.
 */
export function occurrenceId(id: string | null, minLength = 1): string | null {
  if (id === null || id.length < minLength || !/\d/.test(id)) return null;
  return CODE.test(id) ? null : id;
}
