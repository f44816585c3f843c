import { splitJson } from '#shared/pipeline/split-json.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The raw texts of the events in one JSON object: a list of records (CloudTrail's objects, Azure's and Defender's
 * streams, Kubernetes' audit webhook, pino's transport) becomes one text a record, a CloudWatch Logs batch one envelope
 * a line, anything else stays whole. So each event counts, and fits, by itself; slices keep 64-bit numbers exact.
 */
export function expandEnvelope(text: string, value: Json): string[] {
  const { logEvents, messageType } = value;
  // A control message of CloudWatch Logs tells that the subscription works, and holds no event.
  if (messageType === 'CONTROL_MESSAGE' && Array.isArray(logEvents)) return [];
  if (messageType === 'DATA_MESSAGE' && Array.isArray(logEvents)) return cloudWatchLines(value, logEvents);
  if (value.kind === 'EventList' && isList(value.items)) return listAt(text, 'items') ?? [text];
  // An event of somebody's own may hold a list beside other fields, which would be lost with the list taken apart.
  const [only = '', ...others] = Object.keys(value);
  const isEnvelope = others.length === 0 && ['Records', 'records', 'logs'].includes(only);
  return isEnvelope && isList(value[only]) ? (listAt(text, only) ?? [text]) : [text];
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject);
}

const isObject = (item: unknown): boolean =>
  item !== null && typeof item === 'object' && !Array.isArray(item);

function cloudWatchLines(value: Json, logEvents: readonly unknown[]): string[] {
  const { messageType, owner, logGroup, logStream } = value;
  return logEvents.map((event) =>
    JSON.stringify({ messageType, owner, logGroup, logStream, logEvents: [event] }),
  );
}

/** The texts of the objects in the list under a key of the outermost object; null where it can't be found. */
function listAt(text: string, key: string): string[] | null {
  const name = JSON.stringify(key);
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (char === '"') {
      const end = endOfString(text, i);
      const open =
        depth === 1 && text.slice(i, end) === name ? /^\s*:\s*\[/.exec(text.slice(end, end + 64)) : null;
      if (open !== null) return splitJson(sliceList(text, end + open[0].length - 1));
      i = end - 1;
    }
  }
  return null;
}

function sliceList(text: string, start: number): string {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i) - 1;
    else if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && --depth === 0) return text.slice(start, i + 1);
  }
  return text.slice(start);
}

/** Place behind the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}
