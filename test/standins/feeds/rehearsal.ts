import type { Blob } from '../microsoft/activity.ts';
import type { FalconAlert } from './falcon.ts';
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

/** Two blobs of Microsoft 365’s audit log: what a rehearsal finds when it subscribes. */
export function someActivity(now: number, organisation: string): Blob[] {
  const record = (number: number, of: Readonly<Record<string, unknown>>) => ({
    Id: `8c1f0d2e-0000-4000-9000-${String(number).padStart(12, '0')}`,
    CreationTime: new Date(now - (90 - number) * MINUTE).toISOString().slice(0, 19),
    OrganizationId: organisation,
    UserType: 0,
    UserKey: `1003${number}@acme.example`,
    UserId: `user${number}@acme.example`,
    ClientIP: '192.0.2.10',
    ResultStatus: 'Succeeded',
    ...of,
  });
  const made = (type: string, number: number, events: Blob['events']): Blob => ({
    contentType: type,
    contentId: `4926380080$4926380080$${type.toLowerCase()}$${number}$04`,
    contentCreated: new Date(now - (60 - number) * MINUTE).toISOString(),
    events,
  });
  const files = Array.from({ length: 6 }, (_, i) =>
    record(i, {
      RecordType: 6,
      Operation: 'FileDownloaded',
      Workload: 'SharePoint',
      ObjectId: `/f/${i}.docx`,
    }),
  );
  const rule = { RecordType: 1, Operation: 'New-InboxRule', Workload: 'Exchange', ObjectId: 'forward all' };
  return [made('Audit.SharePoint', 0, files), made('Audit.Exchange', 10, [record(10, rule)])];
}

/** Alerts of Falcon’s endpoints in the last half hour. */
export function someAlerts(now: number): FalconAlert[] {
  return Array.from({ length: 3 }, (_, i) => {
    const at = new Date(now - (20 - i) * MINUTE).toISOString();
    const [cid, aid] = ['0123456789abcdef0123456789abcdef', `c8d1292a8a904216aa25ab728f4b45f${i}`];
    return {
      cid,
      agent_id: aid,
      id: `ind:${aid}:2148341790${i}-10191-1422096`,
      composite_id: `${cid}:ind:${aid}:2148341790${i}-10191-1422096`,
      created_timestamp: at,
      updated_timestamp: at,
      timestamp: at,
      product: 'epp',
      type: 'ldt',
      name: 'ProcessInjection',
      display_name: 'ProcessInjection',
      description: 'A process injected code into another one.',
      severity: 70,
      severity_name: 'High',
      status: 'new',
      tactic: 'Defense Evasion',
      technique: 'Process Injection',
      technique_id: 'T1055',
      user_name: 'alice',
      filename: 'tool.exe',
      device: { device_id: aid, hostname: `WS-${i}`, platform_name: 'Windows' },
    };
  });
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
