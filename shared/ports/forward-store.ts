import type { TenantId } from '#shared/ids.ts';
import type { Forwarding, ForwardTarget } from '#shared/schema/forwarding.ts';

/** What came of trying to send. */
export type ForwardFailure = Pick<Forwarding, 'reason' | 'since' | 'attempts' | 'retry_at'> & {
  state: 'waiting' | 'failing';
};

/** Where each tenant's events are sent on to, and how it stands. Notes about a tenant without a target do nothing. */
export type ForwardStore = {
  get(tenantId: TenantId): Promise<Forwarding | null>;
  /** Keeps the target and begins anew with it; what is held stays held. */
  putTarget(tenantId: TenantId, target: ForwardTarget, now: Date): Promise<void>;
  /** Gone already is done. */
  remove(tenantId: TenantId): Promise<void>;
  /** Something went through. `since` is kept by the caller while it flowed before. */
  noteSent(tenantId: TenantId, since: string, now: Date): Promise<void>;
  noteFailure(tenantId: TenantId, failure: ForwardFailure): Promise<void>;
  /** Something was held. Written after it is safe. */
  noteHeld(tenantId: TenantId): Promise<void>;
  /** All that had been held when `holds` was read is gone. */
  noteDrained(tenantId: TenantId, holds: number): Promise<void>;
  /** Takes the sending of what is held for oneself until then. @returns false while somebody else has it. */
  claimDrain(tenantId: TenantId, until: Date, now: Date): Promise<boolean>;
  releaseDrain(tenantId: TenantId): Promise<void>;
  noteRefused(tenantId: TenantId, rows: number, reason: string): Promise<void>;
};

/** Rows that wait to be sent, or that Azure refused. */
export type HeldRows = {
  /** RFC 3339; the oldest go first. */
  at: string;
  reason: string;
  rows: readonly Record<string, unknown>[];
};

/** What could not be sent, kept under the tenant's own prefix until it is, or until the failure bucket forgets it. */
export type ForwardBacklog = {
  /** The same rows of the same time are the same object, however often they come. */
  hold(tenantId: TenantId, held: HeldRows): Promise<void>;
  /** Names of what is held, oldest first. */
  list(tenantId: TenantId, limit: number): Promise<string[]>;
  read(tenantId: TenantId, name: string): Promise<HeldRows>;
  drop(tenantId: TenantId, name: string): Promise<void>;
  /** Keeps what Azure refuses apart, where it is not tried again by itself. */
  setAside(tenantId: TenantId, refused: HeldRows): Promise<void>;
};
