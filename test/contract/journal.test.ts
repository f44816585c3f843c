import { describe, expect, it } from 'vitest';
import { makeDynamoJournal } from '#shared/aws/dynamo-journal.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Journal } from '#shared/ports/journal.ts';
import type { Owned, Run, Step, Wizard } from '#shared/schema/onboarding.ts';
import { buildSetup } from '../support/builders/setup.ts';
import { memoryJournal } from '../support/memory-journal.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const tables = scratchTables('provisioning');
const at = '2026-11-25T12:00:00.000Z';
const by = { id: 'user-1', email: null, role: 'platform_admin' };
let tenants = 0;
const newTenantId = () => tenantIdSchema.parse(`acme${++tenants}x`);

const buildRun = (tenantId: Run['tenant_id'], runId: string, change: Partial<Run> = {}): Run => ({
  tenant_id: tenantId,
  run_id: runId,
  kind: 'onboard',
  state: 'running',
  setup: buildSetup({ tenant_id: tenantId }),
  steps: ['one', 'two'],
  attempt: 1,
  started_by: by,
  started_at: at,
  ended_at: null,
  request_id: 'request-1',
  findings: [],
  version: 1,
  ...change,
});

const buildStep = (run: Run, step: string): Step => ({
  tenant_id: run.tenant_id,
  run_id: run.run_id,
  step,
  state: 'pending',
  attempts: 0,
  by,
  began_at: null,
  ended_at: null,
  leased_until: null,
  retry_at: null,
  vendor_ids: {},
  outcome: null,
  reason: null,
  version: 1,
});

describe.each([
  ['DynamoDB', () => makeDynamoJournal(tables.client, { provisioningTable: tables.names.provisioning })],
  ['memory', memoryJournal],
] as const)('the journal in %s', (_, make) => {
  let made: Journal | undefined;
  const journal = (): Journal => {
    made ??= make();
    return made;
  };

  it('keeps a run with its steps, newest first, and only for its tenant', async () => {
    const [mine, other] = [newTenantId(), newTenantId()];
    const first = buildRun(mine, '20261125T120000Z-a', { state: 'done' });
    const second = buildRun(mine, '20261125T130000Z-b');
    await journal().begin(mine, first, [buildStep(first, 'one')]);
    await journal().begin(mine, second, [buildStep(second, 'one'), buildStep(second, 'two')]);
    expect((await journal().runs(mine)).map(({ run_id }) => run_id)).toEqual([second.run_id, first.run_id]);
    expect(await journal().run(mine, first.run_id)).toEqual(first);
    expect((await journal().steps(mine, second.run_id)).map(({ step }) => step)).toEqual(['one', 'two']);
    expect(await journal().run(other, first.run_id)).toBeNull();
    expect(await journal().runs(other)).toEqual([]);
  });

  it('lets one run of a tenant be at work, until it is over', async () => {
    const mine = newTenantId();
    const first = buildRun(mine, 'a');
    const second = buildRun(mine, 'b');
    await journal().begin(mine, first, []);
    expect((await rejection(journal().begin(mine, second, []))).code).toBe('conflict');
    await journal().updateRun(mine, { ...first, state: 'failed', version: 2 });
    await journal().begin(mine, second, []);
    expect(
      (await rejection(journal().updateRun(mine, { ...first, state: 'running', version: 3 }))).code,
    ).toBe('conflict');
    await journal().begin(newTenantId(), buildRun(tenantIdSchema.parse(`acme${tenants}x`), 'a'), []);
  });

  it('refuses an outdated run and step', async () => {
    const mine = newTenantId();
    const run = buildRun(mine, 'a');
    const step = buildStep(run, 'one');
    await journal().begin(mine, run, [step]);
    await journal().updateStep(mine, { ...step, state: 'running', version: 2 });
    expect((await rejection(journal().updateStep(mine, { ...step, version: 2 }))).code).toBe(
      'version_conflict',
    );
    await journal().updateRun(mine, { ...run, version: 2 });
    expect((await rejection(journal().updateRun(mine, { ...run, version: 2 }))).code).toBe(
      'version_conflict',
    );
  });

  it('remembers what is ours until it is forgotten', async () => {
    const mine = newTenantId();
    const owned: Owned = {
      tenant_id: mine,
      step: 'wazuh-groups',
      key: 'group/Linux-acme',
      provenance: 'intended',
      vendor_id: null,
      before: null,
      run_id: 'a',
      at,
    };
    await journal().putOwned(mine, owned);
    await journal().putOwned(mine, { ...owned, provenance: 'created', vendor_id: 'Linux-acme' });
    expect(await journal().owned(mine)).toEqual([
      { ...owned, provenance: 'created', vendor_id: 'Linux-acme' },
    ]);
    expect(await journal().owned(newTenantId())).toEqual([]);
    await journal().removeOwned(mine, owned.step, owned.key);
    expect(await journal().owned(mine)).toEqual([]);
  });

  it('keeps the wizard, and refuses to overwrite what somebody else saved', async () => {
    const mine = newTenantId();
    const wizard: Wizard = {
      tenant_id: mine,
      current_step: 2,
      done_steps: [1],
      answers: { organization_name: 'Acme' },
      updated_at: at,
      updated_by: 'a@acme.example',
      version: 1,
    };
    expect(await journal().wizard(mine)).toBeNull();
    await journal().putWizard(mine, wizard);
    expect((await rejection(journal().putWizard(mine, wizard))).code).toBe('version_conflict');
    await journal().putWizard(mine, { ...wizard, current_step: 3, version: 2 });
    expect(await journal().wizard(mine)).toMatchObject({ current_step: 3, version: 2 });
  });

  it('keeps a record for ever', async () => {
    const mine = newTenantId();
    await journal().putRecord(mine, 'run-1', '{"signed":true}');
    expect(await journal().record(mine, 'run-1')).toBe('{"signed":true}');
    expect(await journal().record(mine, 'run-2')).toBeNull();
  });
});
