import type { Ports } from '#shared/ports/ports.ts';
import { checkDrift, standingRun } from '#shared/tenants/provisioning/drift.ts';
import { type Engine, engineOf } from '#shared/tenants/provisioning/engine.ts';
import type { Suite } from '#shared/tenants/validation/check.ts';

/** The suite of a function's ports; what provisioning set up is read back as the drift check does. */
export function suiteOf(ports: Ports, report: Engine['report'] = () => {}): Suite {
  const engine = engineOf(ports, report);
  return {
    ports,
    async drift(tenantId) {
      const run = await standingRun(engine, tenantId);
      if (run === null) return null;
      const lines = await checkDrift(engine, run);
      return lines.map(({ step, title, state, differences, reason }) => {
        const fields = differences.map(({ object, field }) => (field === '' ? object : `${object} ${field}`));
        return { step, title, state, reason: reason ?? fields.join(', ') };
      });
    },
  };
}
