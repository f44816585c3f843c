import type { Kind } from '#shared/connectors/draft.ts';

export const login = (outcome: 'success' | 'failure', action: string): Kind => ({
  category: 'auth',
  ecs: ['authentication'],
  type: outcome === 'success' ? ['start'] : ['info'],
  action,
  outcome,
  severity: outcome === 'success' ? 1 : 3,
});
export const session = (action: string, type: string): Kind => ({
  category: 'auth',
  ecs: ['session'],
  type: [type],
  action,
});
export const connection = (action: string): Kind => ({
  category: 'network',
  ecs: ['network'],
  type: ['connection'],
  action,
});
export const failed = login('failure', 'ssh_login');
export const closed = connection('ssh_connection_closed');
