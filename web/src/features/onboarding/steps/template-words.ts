const pushedTypes = ['syslog_cef', 'webhook', 'file_beat', 'windows_event_forwarding'];

/** Whether events come in by themselves, with a token; the others are fetched. */
export const pushed = (connectorType: string): boolean => pushedTypes.includes(connectorType);

/** The stages of a test, in words. */
export const stageTitles: Readonly<Record<string, string>> = {
  credentials: 'Credentials',
  sent: 'Marked event sent',
  accepted: 'Taken in',
  normalized: 'Understood',
  detected: 'Rules ran on it',
  indexed: 'Can be found',
};
