import type { z } from 'zod';
import type { Cursor, PollKindName, PollSettingsOf } from '#shared/schema/poll.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { Authorization, VendorHttp } from '#shared/vendors/http.ts';

export type PageRequest = {
  path: string;
  query: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
};

export type PageRead = {
  items: readonly Readonly<Record<string, unknown>>[];
  /** The page to ask for next; null when this pass is over. */
  page: string | null;
  /** Whether to ask at once. */
  more: boolean;
  /** How far the other system says that this page goes; left out, the items' times tell. */
  newest?: string;
};

export type PageAnswer = { value: unknown; headers: Readonly<Record<string, string>> };

/** What a kind may ask for when it makes its sign-in. */
export type SignInParts = {
  systems: Systems;
  now(): Date;
  /** The client of a system that gives tokens. */
  http(vendor: string, baseUrl: string): VendorHttp;
};

/** One kind of pulled source: what to ask and how to read it. Pure; `readPages` does the work. */
export type PollKind<K extends PollKindName = PollKindName> = {
  kind: K;
  vendor: string;
  /** Where its records go: into the tenant's stream of raw events, or among the tenant's indicators. */
  gives: 'events' | 'indicators';
  /** Records come oldest first, so that reading can begin anew at the newest of them. */
  ascending: boolean;
  /** Milliseconds that a record may turn up after later ones: a new pass begins that much earlier. */
  overlapMs: number;
  secret: z.ZodType<Readonly<Record<string, string>>>;
  baseUrl(settings: PollSettingsOf<K>, systems: Systems): string;
  signIn(
    settings: PollSettingsOf<K>,
    secret: Readonly<Record<string, string>>,
    parts: SignInParts,
  ): Authorization | null;
  ask(settings: PollSettingsOf<K>, cursor: Cursor, baseUrl: string): PageRequest;
  /** @throws VendorError `unreadable`, `blocked` */
  read(settings: PollSettingsOf<K>, answer: PageAnswer, baseUrl: string): PageRead;
  /** RFC 3339, or null where the record has none. */
  timeOf(settings: PollSettingsOf<K>, item: Readonly<Record<string, unknown>>): string | null;
};
