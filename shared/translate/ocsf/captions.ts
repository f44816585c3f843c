/** OCSF's declared numbers with their captions, as far as events of ours have them. Unknown is 0, Other is 99. */
export const severities: Readonly<Record<number, string>> = {
  1: 'Informational',
  2: 'Low',
  3: 'Medium',
  4: 'High',
  5: 'Critical',
};

/** Canonical severity 0–10 in OCSF's words. */
export function severityId(severity: number): number {
  if (severity <= 1) return 1;
  if (severity <= 3) return 2;
  if (severity <= 6) return 3;
  return severity <= 8 ? 4 : 5;
}

/** `event.outcome` → `status_id` and its caption. */
export const statuses: Readonly<Record<string, readonly [number, string]>> = {
  success: [1, 'Success'],
  failure: [2, 'Failure'],
};

export const categories: Readonly<Record<number, string>> = {
  0: 'Uncategorized',
  1: 'System Activity',
  2: 'Findings',
  3: 'Identity & Access Management',
  4: 'Network Activity',
  6: 'Application Activity',
};

/** `network.direction` → `direction_id` of a connection and of a message. */
export const directions: Readonly<Record<string, number>> = {
  inbound: 1,
  ingress: 1,
  outbound: 2,
  egress: 2,
  internal: 3,
};
export const connectionDirections: Readonly<Record<string, string>> = {
  inbound: 'Inbound',
  ingress: 'Inbound',
  outbound: 'Outbound',
  egress: 'Outbound',
  internal: 'Lateral',
};

/** Families of operating systems, by ECS's `host.os.type`, `host.os.family` or `host.os.name`. */
export const systems: Readonly<Record<string, number>> = {
  windows: 100,
  linux: 200,
  android: 201,
  macos: 300,
  darwin: 300,
  ios: 301,
};

/** ECS `file.type` → OCSF file type. */
export const fileTypes: Readonly<Record<string, number>> = { file: 1, dir: 2, directory: 2, symlink: 7 };

/** Windows logon types by their number. */
export const logonTypes: Readonly<Record<string, number>> = Object.fromEntries(
  [2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13].map((id) => [String(id), id]),
);

/** DNS response codes (RFC 1035, RFC 6895), by name. */
export const responseCodes: Readonly<Record<string, number>> = {
  noerror: 0,
  formerr: 1,
  servfail: 2,
  nxdomain: 3,
  notimp: 4,
  refused: 5,
  yxdomain: 6,
  yxrrset: 7,
  nxrrset: 8,
  notauth: 9,
  notzone: 10,
};

/** `http.request.method` → activity, each a constant of OCSF's `http_method`. */
export const methods: Readonly<Record<string, number>> = {
  connect: 1,
  delete: 2,
  get: 3,
  head: 4,
  options: 5,
  post: 6,
  put: 7,
  trace: 8,
  patch: 9,
};

export const registryTypes: Readonly<Record<string, number>> = {
  reg_binary: 1,
  reg_dword: 2,
  reg_expand_sz: 4,
  reg_link: 5,
  reg_multi_sz: 6,
  reg_none: 7,
  reg_qword: 8,
  reg_sz: 10,
};
