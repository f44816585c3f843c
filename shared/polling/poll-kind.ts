import type { z } from 'zod';
import type { Cursor, PollKindName, PollSettingsOf } from '#shared/schema/poll.ts';
import type { Systems } from '#shared/schema/systems.ts';
import type { Authorization, VendorHttp } from '#shared/vendors/http.ts';
import type { VendorError } from '#shared/vendors/vendor-error.ts';

export type PageRequest = {
  path: string;
  query: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
};

/** Records that are taken together, and what they are remembered by. */
export type Unit = {
  /** The same text means the same records. */
  key: string;
  /** Unix milliseconds; null where it has no time. */
  at: number | null;
  texts: readonly string[];
};

export type PageRead = {
  items: readonly Readonly<Record<string, unknown>>[];
  /** In place of the items, where each of them stood for several records. */
  units?: readonly Unit[];
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
  /** The client of the system that gives tokens. */
  http(vendor: string, baseUrl: string): VendorHttp;
};

export type FollowParts = {
  cursor: Cursor;
  /** Digests of what was being handed over when the last run died: it goes first, in this order. */
  pending: readonly string[];
  http: VendorHttp;
  baseUrl: string;
  asked: PageRequest;
};

/** One kind of pulled source: what to ask and how to read it. `readPages` does the work. */
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
  ask(settings: PollSettingsOf<K>, cursor: Cursor, baseUrl: string, now: Date): PageRequest;
  /** @throws VendorError `unreadable`, `blocked` */
  read(settings: PollSettingsOf<K>, answer: PageAnswer, baseUrl: string, asked: PageRequest): PageRead;
  /** For lists that only name their records: gets these. @throws VendorError */
  follow?(settings: PollSettingsOf<K>, page: PageRead, parts: FollowParts): Promise<PageRead>;
  /** Sets right what made the list refuse; true where it is to be asked again. @throws VendorError */
  mend?(settings: PollSettingsOf<K>, error: VendorError, http: VendorHttp): Promise<boolean>;
  /** The same error in words that tell what to do, and of the fault that the vendor means. */
  explain?(settings: PollSettingsOf<K>, error: VendorError): VendorError;
  /** RFC 3339, or null where the record has none. */
  timeOf(settings: PollSettingsOf<K>, item: Readonly<Record<string, unknown>>): string | null;
};
