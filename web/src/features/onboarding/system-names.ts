import type { RunStep } from '../../api/onboarding.ts';

export const systemTitles: Readonly<Record<RunStep['system'], string>> = {
  gatehouse: 'Gatehouse',
  graylog: 'Graylog',
  wazuh: 'Wazuh',
  opensearch: 'OpenSearch',
  grafana: 'Grafana',
  azure: 'Microsoft Azure',
  defender: 'Microsoft Defender',
};
