import type { Ports } from '#shared/ports/ports.ts';
import { buildAlert } from './builders/alert.ts';
import { buildCase } from './builders/case.ts';
import { buildSource, buildToken } from './builders/source.ts';
import { buildTenant } from './builders/tenant.ts';
import { buildSourceTest, buildValidation } from './builders/validation.ts';
import { type FakePorts, makeFakePorts } from './fake-ports.ts';

/** Two tenants, `acme` and `beta`, each with an alert, a case, a source and its token; ids tell whose they are. */
export function makeTwoTenants(overrides: Partial<Ports> = {}): FakePorts {
  const fake = makeFakePorts(overrides);
  const { state } = fake;
  for (const code of ['acme', 'beta']) {
    const own = (noun: string): string => `${noun}-of-${code}`;
    const source = buildSource(code, { source_id: own('source') });
    const token = buildToken(source, { token_id: own('token') });
    state.tenants.set(code, buildTenant(code));
    state.alerts.set(`${code}#${own('alert')}`, buildAlert(code, { alert_id: own('alert') }));
    state.cases.set(`${code}#${own('case')}`, buildCase(code, { case_id: own('case'), title: own('case') }));
    state.sources.set(`${code}#${source.source_id}`, source);
    const test = buildSourceTest(source);
    state.proofs.tests.set(`${code}#${source.source_id}`, test);
    state.proofs.validations.set(code, buildValidation(code));
    state.tokens.set(`${code}#${source.source_id}#${token.token_id}`, { token, hash: own('hash') });
  }
  return fake;
}
