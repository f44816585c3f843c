import type { Added } from './taxii.ts';

const MINUTE = 60_000;

/** Sign-ins of the last half hour, as Okta logs them: what a rehearsal finds when it connects. */
export function someSignIns(now: number) {
  return Array.from({ length: 25 }, (_, i) => ({
    uuid: `8c1f0d2e-0000-4000-8000-${String(i).padStart(12, '0')}`,
    published: new Date(now - (26 - i) * MINUTE).toISOString(),
    eventType: 'user.session.start',
    displayMessage: 'User login to Okta',
    severity: 'INFO',
    version: '0',
    actor: { id: `00u${i}`, type: 'User', alternateId: `user${i}@acme.example`, displayName: `User ${i}` },
    client: { ipAddress: '192.0.2.10' },
    outcome: { result: 'SUCCESS', reason: null },
    target: null,
  }));
}

/** Five addresses that are used for documentation only (RFC 5737). */
export function someIndicators(now: number): Added[] {
  return Array.from({ length: 5 }, (_, i) => {
    const at = new Date(now - (60 - i) * MINUTE).toISOString();
    return {
      added: at,
      object: {
        type: 'indicator',
        spec_version: '2.1',
        id: `indicator--8c1f0d2e-0000-4000-8000-${String(i).padStart(12, '0')}`,
        created: at,
        modified: at,
        name: `Rehearsed command and control ${i}`,
        pattern: `[ipv4-addr:value = '198.51.100.${200 + i}']`,
        pattern_type: 'stix',
        valid_from: at,
        confidence: 80,
      },
    };
  });
}
