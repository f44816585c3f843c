import type { TimelineEntry } from '#shared/schema/case.ts';
import { shown, words } from '../../ui/format.ts';

const headlines: Readonly<Record<TimelineEntry['kind'], string>> = {
  created: 'opened the case',
  updated: 'changed the case',
  alert_linked: 'linked an alert',
  alert_unlinked: 'unlinked an alert',
  comment: 'commented',
};

export function headline(entry: TimelineEntry): string {
  return headlines[entry.kind];
}

/** Whether an entry's text tells more than its headline and changes do. */
export function saysMore(entry: TimelineEntry): boolean {
  return entry.text !== '' && entry.kind !== 'created' && entry.kind !== 'updated';
}

/** What an entry changed, each as "Status: Open → In progress". */
export function changeTexts(entry: TimelineEntry): string[] {
  const say = (field: string, value: unknown) =>
    typeof value === 'string' && (field === 'status' || field === 'severity') ? words(value) : shown(value);
  return Object.entries(entry.changes).map(
    ([field, { before, after }]) => `${words(field)}: ${say(field, before)} → ${say(field, after)}`,
  );
}
