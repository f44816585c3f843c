import type { SettingField, Template } from '#shared/datasources/template.ts';

const optional = (field: Omit<SettingField, 'required'>): SettingField => ({ ...field, required: false });

export const threatFeedTemplate: Template = {
  template_id: 'threat-feed',
  name: 'Threat feed (TAXII)',
  description: 'Indicators of a TAXII 2.1 server, compared with every event.',
  icon: 'M12 3a9 9 0 1 0 9 9h-3a6 6 0 1 1-6-6ZM14 3v3a6 6 0 0 1 4 4h3a9 9 0 0 0-7-7ZM12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z',
  source_type: 'siem',
  connector_type: 'taxii_stix',
  connector: 'ecs-json',
  settings: [
    {
      name: 'api_root',
      label: 'API root',
      kind: 'url',
      required: true,
      help: 'Such as https://feed.example.com/taxii2/root/.',
    },
    {
      name: 'collection_id',
      label: 'Collection id',
      kind: 'text',
      required: true,
      pattern: /^[A-Za-z0-9-]{1,100}$/,
      help: 'The id of the collection, as its provider gives it.',
    },
    optional({ name: 'username', label: 'User name', kind: 'text', help: 'Where the server asks for one.' }),
    optional({ name: 'password', label: 'Password', kind: 'secret', help: 'Where the server asks for one.' }),
  ],
  shippers: [],
  instructions: `1. Ask the feed’s provider for its API root, the collection’s id and an account.
2. Enter them and press Test: Gatehouse asks {{setting.api_root}} for the collection {{setting.collection_id}}.`,
  probe: (user, at) =>
    JSON.stringify({
      '@timestamp': at.toISOString(),
      event: { id: `${user}-${at.getTime()}`, kind: 'event', category: ['threat'], action: 'validation' },
      user: { name: user },
      message: 'Gatehouse validation',
    }),
};
