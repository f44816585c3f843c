import { loadRuleset } from '#shared/detect/load-ruleset.ts';
import { rulesetDataSchema } from '#shared/detect/rule.ts';
import { type Check, someOf } from '#shared/tenants/validation/check.ts';

/** The rules that this cell carries are loaded as the detector loads them, and all are on for the tenant. */
export const rulesCheck: Check = {
  check: 'rules',
  title: 'Rules',
  async run({ ports, tenantId }) {
    const data = rulesetDataSchema.parse(ports.rules.all());
    try {
      loadRuleset(data);
    } catch (error) {
      return {
        state: 'failed',
        reason: `The ruleset can’t be loaded: ${error instanceof Error ? error.message : 'unknown reason'}`,
        fix: 'Deploy the cell again from a build whose checks pass.',
        evidence: [],
      };
    }
    const alerting = [...data.detections, ...data.correlations].filter(({ alerts }) => alerts);
    const off = await ports.content.rulesOff(tenantId);
    const titles = alerting.filter(({ info }) => off.has(info.id)).map(({ info }) => info.title);
    const evidence = [
      { label: 'Rules that alert', value: String(alerting.length) },
      { label: 'On', value: String(alerting.length - titles.length) },
      ...titles.map((title) => ({ label: 'Off', value: title })),
    ];
    if (alerting.length === 0) {
      return {
        state: 'failed',
        reason: 'This cell carries no rule that alerts.',
        fix: 'Deploy the cell again with its rules.',
        evidence,
      };
    }
    if (titles.length === 0) return { state: 'passed', evidence };
    return {
      state: 'failed',
      reason: `Switched off: ${someOf(titles.map((title) => `“${title}”`))}.`,
      fix: 'Switch it on again under Rules, or accept that it does not alert.',
      evidence,
    };
  },
};
