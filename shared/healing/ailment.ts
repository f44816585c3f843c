import type { Healing, Picture } from '#shared/schema/healing.ts';

/** Something that is wrong, and what can be done about it. */
export type Ailment = Pick<Healing, 'source_id' | 'resource' | 'problem' | 'action'> & {
  /** Unique within the tenant, and the same each time. */
  subject: string;
  /** For the title of a case. */
  title: string;
  before: Picture;
  /** Does it, and looks whether it helped. @throws what the other system said when it did not. */
  cure(): Promise<Picture>;
};
