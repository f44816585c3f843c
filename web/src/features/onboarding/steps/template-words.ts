const pushedTypes = ['syslog_cef', 'webhook', 'file_beat', 'windows_event_forwarding'];

/** Whether events come in by themselves, with a token; the others are fetched. */
export const pushed = (connectorType: string): boolean => pushedTypes.includes(connectorType);

/** The stages of a test, in words. */
export const stageTitles: Readonly<Record<string, string>> = {
  credentials: 'The credentials work',
  sent: 'A marked event was sent',
  accepted: 'The event was taken in',
  normalized: 'It was understood',
  detected: 'The rules ran on it',
  indexed: 'It can be found',
};
