import type { ObjectNotice } from '#shared/schema/object-notice.ts';

export type CustomerObjects = {
  /**
   * Bytes of the object, by the role that its owner made for the source.
   * @throws DomainError `forbidden` (no such role, object or permission), `payload_too_large`; anything else may pass.
   */
  get(notice: ObjectNotice): Promise<Uint8Array>;
};

export type ObjectReader = {
  /** Has the object read later, at least once; resolves when that is certain. */
  read(notice: ObjectNotice): Promise<void>;
};
