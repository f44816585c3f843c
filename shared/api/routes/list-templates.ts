import { access } from '#shared/api/access.ts';
import { listOf } from '#shared/api/answers.ts';
import { settingAnswerOf, templateAnswer } from '#shared/api/datasource-answers.ts';
import { defineRoute } from '#shared/api/route.ts';
import { instructionsFor } from '#shared/datasources/instructions.ts';
import { formOf } from '#shared/datasources/settings.ts';
import { templates } from '#shared/datasources/templates.ts';

export const listTemplates = defineRoute({
  operation: 'listTemplates',
  summary: 'List what can be connected: each with the form of its settings and how it is set up',
  method: 'GET',
  path: '/api/v1/onboarding/connectors/templates',
  domain: 'onboarding',
  scope: 'tenant',
  createsTenant: true,
  roles: access.read,
  status: 200,
  answer: listOf(templateAnswer),
  async handle() {
    const general = { url: '<address>', sourceId: '<source_id>', token: '<token>', settings: {} };
    const items = templates.map((template) => ({
      ...template,
      settings: formOf(template).map(settingAnswerOf),
      instructions: instructionsFor(template.instructions, general),
    }));
    return { items, next: null };
  },
});
