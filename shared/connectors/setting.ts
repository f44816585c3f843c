import { z } from 'zod';
import type { EventMapping } from '#shared/connectors/generic/mapping.ts';
import { isTimeZone } from '#shared/connectors/scan/resolve-time.ts';

/** The settings of a source as its readers take them: checked, and in the form that they work with. */
export type ReadSettings = {
  timezone?: string;
  observer_name?: string;
  cluster_name?: string;
  flow_log_format?: readonly string[];
  mapping?: EventMapping;
};

type SettingOf<K extends keyof ReadSettings> = {
  name: K;
  /** What a form calls it. */
  label: string;
  /** One sentence or two for the person who fills it in. */
  help: string;
  /** How a form asks for it. */
  form: 'text' | 'json';
  /** A value that would pass; `docs/connectors/` shows it. */
  example: unknown;
  /** Its messages are shown to that person. */
  schema: z.ZodType<Required<ReadSettings>[K]>;
  /** The attribute that takes the value in events that do not say it themselves. */
  fills?: string;
};

/** One thing that a tenant may say about a source so that its events are read rightly. None is ever needed. */
export type Setting = { [K in keyof ReadSettings]-?: SettingOf<K> }[keyof ReadSettings];

const MAX_NAME = 200;

export const timezoneSetting: Setting = {
  name: 'timezone',
  label: 'Time zone',
  help: 'The zone of clocks that write none, as an IANA name or an offset. Without it they are taken for UTC and the event says so (`time_quality`).',
  form: 'text',
  example: 'Europe/Berlin',
  schema: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin, or an offset such as +02:00'),
};

export const observerNameSetting: Setting = {
  name: 'observer_name',
  label: 'Name of the device',
  help: 'Stands in `observer.name` of events that do not name the device that wrote them.',
  form: 'text',
  example: 'fw-berlin-1',
  schema: z.string().trim().min(1).max(MAX_NAME),
  fills: 'observer.name',
};

/** The audit log itself never says which cluster wrote it. */
export const clusterNameSetting: Setting = {
  name: 'cluster_name',
  label: 'Name of the cluster',
  help: 'Stands in `orchestrator.cluster.name` of every event that does not name its cluster: the audit log itself never does.',
  form: 'text',
  example: 'production-eu',
  schema: z.string().trim().min(1).max(MAX_NAME),
  fills: 'orchestrator.cluster.name',
};

/** For senders of syslog: many write neither their zone nor their name. */
export const syslogSettings: readonly Setting[] = [timezoneSetting, observerNameSetting];
