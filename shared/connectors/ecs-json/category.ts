import { namesFailedLogin } from '#shared/connectors/failed-login.ts';
import type { AttributeValue, EventCategory } from '#shared/schema/event.ts';

/** ECS `event.category` allowed values (ECS 9, "Categorization fields") and our own words → canonical category. */
const ofWord: ReadonlyMap<string, EventCategory> = new Map<string, EventCategory>(
  Object.entries({
    auth: 'auth',
    authentication: 'auth',
    iam: 'auth',
    session: 'auth',
    login: 'auth',
    endpoint: 'endpoint',
    process: 'endpoint',
    file: 'endpoint',
    registry: 'endpoint',
    driver: 'endpoint',
    library: 'endpoint',
    package: 'endpoint',
    malware: 'endpoint',
    host: 'endpoint',
    network: 'network',
    dns: 'network',
    web: 'network',
    email: 'network',
    firewall: 'network',
    intrusion_detection: 'network',
    cloud: 'cloud',
    api: 'cloud',
    configuration: 'cloud',
    k8s: 'k8s',
    kubernetes: 'k8s',
    storage: 'storage',
    database: 'storage',
    ops: 'ops',
  } as const),
);

const LOGIN_ACTION = /^(user[-_. ]?)?(log[-_ ]?(in|on|out|off)|sign[-_ ]?(in|on|out)|authenticat)/i;

/** By `event.category`, else by a login's name or count, else by which fields stand there. */
export function categoryOf(attributes: Readonly<Record<string, AttributeValue>>): EventCategory {
  const given = attributes['event.category'];
  const words = (Array.isArray(given) ? given : [given]).map((word) => String(word).toLowerCase());
  // A VPN's login is ["network", "authentication"]: the login is what is looked for.
  if (words.includes('authentication')) return 'auth';
  for (const word of words) {
    const known = ofWord.get(word);
    if (known !== undefined) return known;
  }
  const action = attributes['event.action'];
  if (attributes.failed_login_count !== undefined) return 'auth';
  if (typeof action === 'string' && (LOGIN_ACTION.test(action) || namesFailedLogin(action.slice(0, 200))))
    return 'auth';
  if (attributes['orchestrator.type'] === 'kubernetes' || attributes['kubernetes.namespace'] !== undefined)
    return 'k8s';
  if (attributes['process.name'] !== undefined || attributes['process.command_line'] !== undefined)
    return 'endpoint';
  if (attributes['cloud.provider'] !== undefined) return 'cloud';
  if (attributes['destination.ip'] !== undefined || attributes['dns.question.name'] !== undefined)
    return 'network';
  return 'ops';
}
