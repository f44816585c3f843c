import { z } from 'zod';
import { access } from '#shared/api/access.ts';
import { sourceAnswer } from '#shared/api/answers.ts';
import { auditOf } from '#shared/api/audit.ts';
import { existingSource } from '#shared/api/existing.ts';
import {
  changesSomething,
  connectorField,
  NO_CHANGE,
  settingsField,
  sourceParams,
  versionField,
} from '#shared/api/fields.ts';
import { defineRoute } from '#shared/api/route.ts';
import { changesBetween, given, sideOf } from '#shared/changes.ts';
import { assertSettings } from '#shared/connectors/source-settings.ts';
import { DomainError } from '#shared/errors.ts';
import { type Source, sourceSchema } from '#shared/schema/source.ts';

const { name, source_type, status } = sourceSchema.shape;

export const updateSource = defineRoute({
  operation: 'updateSource',
  summary: 'Change a data source; a disabled one can push nothing',
  method: 'PATCH',
  path: '/api/v1/sources/{source_id}',
  domain: 'connectors',
  scope: 'tenant',
  roles: access.administer,
  status: 200,
  params: sourceParams,
  body: z
    .strictObject({
      version: versionField,
      name: name.optional(),
      source_type: source_type.optional(),
      connector: connectorField.optional(),
      settings: settingsField.optional(),
      status: status.optional(),
    })
    .refine(changesSomething, NO_CHANGE),
  answer: sourceAnswer,
  async handle(ports, context, { params, body }) {
    const { tenantId, now } = context;
    const { version, ...change } = body;
    const before = await existingSource(ports, tenantId, params.source_id);
    if (version !== before.version) {
      throw new DomainError(
        'version_conflict',
        'The source was changed meanwhile. Read it again and repeat.',
        {
          current_version: before.version,
        },
      );
    }
    const reads = { ...before, ...given({ connector: change.connector, settings: change.settings }) };
    assertSettings(reads.connector, reads.settings);
    const changes = changesBetween(before, change);
    if (Object.keys(changes).length === 0) return before;
    const after = {
      ...before,
      ...sideOf(changes, 'after'),
      updated_at: now.toISOString(),
      version: before.version + 1,
    } as Source;
    const audit = auditOf(context, ports.newId(), {
      action: 'updateSource',
      target: `source/${before.source_id}`,
      before: sideOf(changes, 'before'),
      after: sideOf(changes, 'after'),
    });
    await ports.sources.update(tenantId, after, audit);
    return after;
  },
});
