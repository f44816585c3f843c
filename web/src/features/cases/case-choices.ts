import type { Case } from '#shared/schema/case.ts';

export const statuses: readonly Case['status'][] = ['open', 'in_progress', 'resolved', 'closed'];
export const severities: readonly Case['severity'][] = ['low', 'medium', 'high', 'critical'];
