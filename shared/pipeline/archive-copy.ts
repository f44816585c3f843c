import type { ArchiveCopy } from '#shared/ports/archive.ts';
import type { Tenant } from '#shared/schema/tenant.ts';
import { translate } from '#shared/translate/translate.ts';

/** The tenant's own form beside the canonical one, from which it could be made again but which it cannot replace. */
export function copyFor(tenant: Tenant | null): ArchiveCopy | null {
  const schema = tenant?.archive_schema ?? 'canonical';
  return schema === 'canonical' ? null : { schema, translate: (event) => translate(event, schema) };
}
