import type { WorkbookId } from '../../api/microsoft.ts';
import type { SetupBody } from '../../api/onboarding.ts';
import { industries, residencies } from '../tenants/tenant-choices.ts';

export const azureNames = [
  'azure_tenant_id',
  'client_id',
  'subscription_id',
  'resource_group',
  'workspace_name',
  'location',
] as const;
export type AzureName = (typeof azureNames)[number];

export const platformChoices = ['gatehouse', 'sentinel', 'open_source', 'both'] as const;
export type PlatformChoice = (typeof platformChoices)[number];

const workbookIds: readonly WorkbookId[] = [
  'soc-overview',
  'threat-landscape',
  'incident-response',
  'compliance',
  'data-source-health',
];

/** What the wizard keeps between its steps and between devices. No secret is ever among it. */
export type Answers = {
  existing_soc: boolean | null;
  organization_name: string;
  contact_email: string;
  industry: SetupBody['industry'];
  data_residency: NonNullable<SetupBody['data_residency']>;
  platform: PlatformChoice;
  sentinel_workspace_id: string;
  azure: Record<AzureName, string>;
  templates: string[];
  /** Null: all five. */
  workbooks: WorkbookId[] | null;
  defender: { azure_tenant_id: string; client_id: string; pilot_group: string; edr: boolean; atp: boolean };
};

/** Typed in this tab, sent to the setup and forgotten with the tab. */
export type Secrets = { client_secret: string; sentinel_shared_key: string };

export const noSecrets: Secrets = { client_secret: '', sentinel_shared_key: '' };

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const oneOf = <T extends string>(options: readonly T[], value: unknown, otherwise: T): T =>
  options.find((option) => option === value) ?? otherwise;

/** Saved answers, also those of an older version of this page: what is missing is empty. */
export function readAnswers(saved: Readonly<Record<string, unknown>>): Answers {
  const azure = record(saved.azure);
  const defender = record(saved.defender);
  return {
    existing_soc: typeof saved.existing_soc === 'boolean' ? saved.existing_soc : null,
    organization_name: text(saved.organization_name),
    contact_email: text(saved.contact_email),
    industry: oneOf(industries, saved.industry, 'Technology'),
    data_residency: oneOf(
      residencies.map(([code]) => code),
      saved.data_residency,
      'any',
    ),
    platform: oneOf(platformChoices, saved.platform, 'gatehouse'),
    sentinel_workspace_id: text(saved.sentinel_workspace_id),
    azure: Object.fromEntries(azureNames.map((name) => [name, text(azure[name])])) as Answers['azure'],
    templates: texts(saved.templates),
    workbooks: Array.isArray(saved.workbooks)
      ? workbookIds.filter((id) => texts(saved.workbooks).includes(id))
      : null,
    defender: {
      azure_tenant_id: text(defender.azure_tenant_id),
      client_id: text(defender.client_id),
      pilot_group: text(defender.pilot_group),
      edr: defender.edr !== false,
      atp: defender.atp !== false,
    },
  };
}

/** Whether the customer's Azure is needed for what was chosen. */
export function usesSentinel(answers: Pick<Answers, 'existing_soc' | 'platform'>): boolean {
  return answers.existing_soc === true || answers.platform === 'sentinel' || answers.platform === 'both';
}

function platformsOf(answers: Answers): NonNullable<SetupBody['platforms']> {
  const openSource = answers.platform === 'open_source' || answers.platform === 'both';
  return [
    ...(usesSentinel(answers) ? (['sentinel'] as const) : []),
    ...(answers.existing_soc !== true && openSource ? (['open_source'] as const) : []),
  ];
}

/** The answers as the API's setup takes them, with what was typed of secrets. */
export function setupBodyOf(answers: Answers, secrets: Secrets): SetupBody {
  const existing = answers.existing_soc === true;
  return {
    existing_soc: existing,
    organization_name: answers.organization_name,
    contact_email: answers.contact_email,
    industry: answers.industry,
    data_residency: answers.data_residency,
    platforms: platformsOf(answers),
    ...(existing && answers.sentinel_workspace_id
      ? { sentinel_workspace_id: answers.sentinel_workspace_id }
      : {}),
    ...(existing && secrets.sentinel_shared_key ? { sentinel_shared_key: secrets.sentinel_shared_key } : {}),
    ...(answers.workbooks === null ? {} : { workbooks: answers.workbooks }),
    ...(usesSentinel(answers)
      ? {
          azure: {
            ...answers.azure,
            ...(secrets.client_secret ? { client_secret: secrets.client_secret } : {}),
          },
        }
      : {}),
  };
}

/** A customer code made of an organisation's name: its first word, or its initials where that is too short. */
export function proposeCode(organization: string): string {
  const parts = organization
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .split(/[ -]+/)
    .filter((part) => part !== '' && !/^(gmbh|ag|inc|ltd|llc|plc|sa|the|and|of|co|corp)$/.test(part));
  const first = parts[0] ?? '';
  const joined = first.length >= 4 ? first : parts.join('');
  return joined.replace(/^[^a-z]+/, '').slice(0, 16);
}
