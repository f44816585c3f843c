import { json, objectOf, routed, type Standin, type StandinAnswer, type StandinRequest } from '../standin.ts';
import { pagedByTime } from './feeds.ts';
import { armError, audiences, guidOf, type MicrosoftWorld, refusedToken } from './world.ts';

/** Setting templates of the two endpoint security templates that we use, as Graph tells them. */
const templates: Readonly<Record<string, readonly string[]>> = {
  'e8c053d6-9f95-42b1-a7f1-ebfd71c67a4b_1': [
    'device_vendor_msft_policy_config_defender_attacksurfacereductionrules',
  ],
  '0385b795-0f2f-44ac-8602-9f65bf6adede_1': [
    'device_vendor_msft_windowsadvancedthreatprotection_configurationtype',
  ],
};

type Policy = {
  id: string;
  name: string;
  platforms: string;
  technologies: string;
  templateReference: { templateId: string };
  settings: unknown[];
  assignments: unknown[];
};

/** Microsoft Graph: sign-ins, audits and alerts (`feeds` of the settings), and Intune's endpoint security policies (beta). */
export function graphStandin(world: MicrosoftWorld): Standin {
  let policies: Policy[] = [];
  let made = 0;
  let feeds: Record<string, Record<string, unknown>[]> = {};

  function needs(...roles: readonly string[]): StandinAnswer | null {
    const consented = world.consented.get(audiences.graph) ?? [];
    if (roles.some((role) => consented.includes(role))) return null;
    return armError(
      403,
      'Authorization_RequestDenied',
      `One of the permissions is needed: ${roles.join(', ')}.`,
    );
  }

  /** `templateReference/TemplateId eq '…' and name eq '…'` */
  function filtered({ query }: StandinRequest): Policy[] | null {
    const filter = query.get('$filter');
    if (filter === null) return policies;
    const parts = /^templateReference\/TemplateId eq '([^']+)' and name eq '((?:[^']|'')+)'$/.exec(filter);
    if (parts === null) return null;
    const name = (parts[2] ?? '').replaceAll("''", "'");
    return policies.filter((one) => one.templateReference.templateId === parts[1] && one.name === name);
  }

  function create(request: StandinRequest): StandinAnswer {
    const body = objectOf(request);
    const template = (body?.templateReference as { templateId?: unknown } | undefined)?.templateId;
    const known = typeof template === 'string' ? templates[template] : undefined;
    if (body === null || typeof body.name !== 'string' || body.name === '')
      return armError(400, 'BadRequest', 'name is required.');
    if (known === undefined || typeof template !== 'string')
      return armError(400, 'BadRequest', 'templateReference.templateId is unknown.');
    if (body.platforms !== 'windows10' || body.technologies !== 'mdm,microsoftSense')
      return armError(400, 'BadRequest', 'platforms and technologies do not fit the template.');
    const settings = Array.isArray(body.settings) ? body.settings : [];
    const ids = settings.map(
      (one) =>
        (one as { settingInstance?: { settingDefinitionId?: string } }).settingInstance?.settingDefinitionId,
    );
    if (ids.length === 0 || ids.some((id) => id === undefined || !known.includes(id)))
      return armError(400, 'BadRequest', `settings must be of ${known.join(', ')}.`);
    const policy: Policy = {
      id: guidOf(`policy ${++made}`),
      name: body.name,
      platforms: 'windows10',
      technologies: 'mdm,microsoftSense',
      templateReference: { templateId: template },
      settings,
      assignments: [],
    };
    policies.push(policy);
    return json(201, policy);
  }

  function assign(id: string, request: StandinRequest): StandinAnswer {
    const policy = policies.find((one) => one.id === id);
    const assignments = objectOf(request)?.assignments;
    if (policy === undefined) return armError(404, 'ResourceNotFound', 'The policy does not exist.');
    if (!Array.isArray(assignments)) return armError(400, 'BadRequest', 'assignments is required.');
    policy.assignments = assignments;
    return json(200, { value: assignments });
  }

  const listed = (feed: string, time: string, request: StandinRequest): StandinAnswer =>
    pagedByTime(feeds[feed] ?? [], request, {
      base: '/graph',
      time,
      link: '@odata.nextLink',
      ordered: false,
    });

  const intune = (answer: () => StandinAnswer): StandinAnswer => {
    const refused = needs('DeviceManagementConfiguration.ReadWrite.All');
    if (refused !== null) return refused;
    if (!world.licences.has('intune'))
      return armError(
        400,
        'BadRequest',
        'Request not applicable to target tenant: it has no Intune licence.',
      );
    return answer();
  };
  const base = '/beta/deviceManagement/configurationPolicies';
  return {
    // Azure's stand-in resets what they share.
    reset(settings) {
      feeds = (settings.feeds ?? {}) as typeof feeds;
      policies = [];
      made = 0;
    },
    state: () => ({ policies }),
    handle(request) {
      const refused = refusedToken(world, request, audiences.graph);
      if (refused !== null) return refused;
      const answer = routed(
        [
          [
            'GET',
            '/v1.0/security/alerts_v2',
            (_, asked) =>
              needs('SecurityAlert.Read.All') ??
              (asked.query.has('$filter')
                ? listed('alerts', 'lastUpdateDateTime', asked)
                : json(200, { value: [] })),
          ],
          [
            'GET',
            '/v1.0/auditLogs/signIns',
            (_, asked) => needs('AuditLog.Read.All') ?? listed('sign_ins', 'createdDateTime', asked),
          ],
          [
            'GET',
            '/v1.0/auditLogs/directoryAudits',
            (_, asked) => needs('AuditLog.Read.All') ?? listed('directory_audits', 'activityDateTime', asked),
          ],
          [
            'GET',
            '/v1.0/identityProtection/riskDetections',
            (_, asked) =>
              needs('IdentityRiskEvent.Read.All') ??
              (world.licences.has('entra_p2')
                ? listed('risk_detections', 'detectedDateTime', asked)
                : armError(403, 'Forbidden', 'Your tenant is not licensed for this feature.')),
          ],
          [
            'GET',
            base,
            (_, asked) =>
              intune(() => {
                const found = filtered(asked);
                return found === null
                  ? armError(400, 'BadRequest', 'Invalid filter clause.')
                  : json(200, { value: found });
              }),
          ],
          ['POST', base, (_, asked) => intune(() => create(asked))],
          [
            'GET',
            `${base}/{id}`,
            ({ id }) =>
              intune(() => {
                const found = policies.find((one) => one.id === id);
                return found === undefined
                  ? armError(404, 'ResourceNotFound', 'The policy does not exist.')
                  : json(200, found);
              }),
          ],
          ['POST', `${base}/{id}/assign`, ({ id = '' }, asked) => intune(() => assign(id, asked))],
          [
            'DELETE',
            `${base}/{id}`,
            ({ id }) =>
              intune(() => {
                if (!policies.some((one) => one.id === id))
                  return armError(404, 'ResourceNotFound', 'The policy does not exist.');
                policies = policies.filter((one) => one.id !== id);
                return json(204);
              }),
          ],
          [
            'GET',
            '/beta/deviceManagement/configurationPolicyTemplates/{id}/settingTemplates',
            ({ id = '' }) =>
              intune(() => {
                const found = templates[id];
                if (found === undefined) return armError(404, 'ResourceNotFound', 'No such template.');
                return json(200, {
                  value: found.map((name) => ({
                    settingInstanceTemplate: {
                      settingInstanceTemplateId: guidOf(`template ${name}`),
                      settingDefinitionId: name,
                    },
                    settingDefinitions: [{ id: name }],
                  })),
                });
              }),
          ],
        ],
        request,
      );
      return answer ?? armError(404, 'ResourceNotFound', 'There is nothing here.');
    },
  };
}
