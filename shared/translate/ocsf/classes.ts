import type { Activity } from '#shared/translate/activity.ts';
import {
  apiActivity,
  baseEvent,
  datastoreActivity,
  detectionFinding,
} from '#shared/translate/ocsf/application-classes.ts';
import {
  accountChange,
  groupManagement,
  login,
  logout,
  otherAuthentication,
  userAccess,
} from '#shared/translate/ocsf/identity-classes.ts';
import {
  dhcpActivity,
  dnsActivity,
  emailActivity,
  httpActivity,
  networkActivity,
  sshActivity,
} from '#shared/translate/ocsf/network-classes.ts';
import type { OcsfClass } from '#shared/translate/ocsf/ocsf-class.ts';
import {
  fileActivity,
  moduleActivity,
  processActivity,
  registryKey,
  registryValue,
  scheduledJob,
  scriptActivity,
} from '#shared/translate/ocsf/system-classes.ts';

/** `registryValue` is a registry event that names a value. */
export type OcsfActivity = Activity | 'registryValue';

export const ocsfClasses: Readonly<Record<OcsfActivity, OcsfClass>> = {
  login,
  logout,
  authentication: otherAuthentication,
  account: accountChange,
  group: groupManagement,
  privilege: userAccess,
  process: processActivity,
  file: fileActivity,
  registry: registryKey,
  registryValue,
  task: scheduledJob,
  module: moduleActivity,
  script: scriptActivity,
  flow: networkActivity,
  dns: dnsActivity,
  http: httpActivity,
  email: emailActivity,
  ssh: sshActivity,
  dhcp: dhcpActivity,
  api: apiActivity,
  datastore: datastoreActivity,
  finding: detectionFinding,
  other: baseEvent,
};
