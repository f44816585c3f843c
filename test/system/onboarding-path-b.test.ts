import { afterEach, describe, expect, it } from 'vitest';
import type { TenantId } from '#shared/ids.ts';
import { call, eventually, operatorToken, push } from '../support/cell.ts';
import { cellFunction } from '../support/cell-functions.ts';
import { newCode } from '../support/new-tenant.ts';
import {
  ending,
  meddleInGraylog,
  onboardingCall,
  type ShownRun,
  secretOf,
  setup,
  vendors,
} from '../support/onboarding.ts';

type Signed = { valid: boolean; document: { removed: unknown[]; kept: { step: string }[] } };

/** Path B through the API, with the state machine of the deployed cell at work on the stand-ins. */
const told = (run: ShownRun) =>
  JSON.stringify([run.findings.filter(({ ok }) => !ok), run.steps.filter(({ reason }) => reason)]);
const isWrite = ({ method, path }: { method: string; path: string }) =>
  method !== 'GET' && !path.endsWith('/authenticate');

async function onboarded(code: TenantId): Promise<ShownRun> {
  expect((await setup(code)).status).toBe(202);
  const run = await ending(code);
  expect(run.state, told(run)).toBe('done');
  return run;
}

async function statusOf(code: TenantId): Promise<string> {
  const { json } = await call({ path: `/api/v1/tenants/${code}`, token: await operatorToken() });
  return (json as { status: string }).status;
}

/** What the systems hold that carries the customer's code in any name. */
async function traces(code: TenantId): Promise<string[]> {
  const found: string[] = [];
  const walk = (value: unknown, place: string): void => {
    if (typeof value === 'string' && value.includes(code) && !value.startsWith('deleted-')) found.push(place);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name.includes(code)) found.push(`${place}/${name}`);
      walk(inner, `${place}/${name}`);
    }
  };
  walk(await vendors.state(), '');
  return found;
}

afterEach(() => vendors.clear());

describe('a greenfield tenant on the open-source stack', () => {
  it('is planned without a change, provisioned in every system, and takes events', async () => {
    const code = newCode();
    const body = {
      existing_soc: false,
      organization_name: 'Initech',
      contact_email: 'soc@initech.example',
      industry: 'Technology',
      platforms: ['open_source'],
    };
    const plan = await onboardingCall(code, 'POST', 'plan', body);
    expect([plan.status, (plan.json as { ok: boolean }).ok], JSON.stringify(plan.json)).toEqual([200, true]);
    expect(await traces(code)).toEqual([]);
    const run = await onboarded(code);
    expect(run.steps.map(({ state }) => state)).toEqual(run.steps.map(() => 'done'));
    expect(await statusOf(code)).toBe('active');

    const checklist = await onboardingCall(code, 'GET', `${code}/checklist`);
    const { lines } = checklist.json as { lines: { line: string; ok: boolean }[] };
    expect(lines).toHaveLength(8);
    expect(lines.filter(({ ok }) => !ok)).toEqual([]);

    const token = await secretOf(code, 'ingest-token');
    expect((await push(token ?? '', { message: 'hello' })).status).toBe(202);
  });

  it('is not touched when it is set up once more', async () => {
    const code = newCode();
    await onboarded(code);
    const [state, before] = [await vendors.state(), (await vendors.calls()).length];
    const second = await onboarded(code);
    expect(second.steps.map(({ outcome }) => outcome)).toEqual(second.steps.map(() => 'unchanged'));
    expect((await vendors.calls()).slice(before).filter(isWrite)).toEqual([]);
    expect(await vendors.state()).toEqual(state);
  });

  it('is undone without a trace', async () => {
    const code = newCode();
    await onboarded(code);
    expect(await traces(code)).not.toEqual([]);
    expect((await onboardingCall(code, 'POST', `${code}/undo`, {})).status).toBe(202);
    const undone = await ending(code);
    expect(undone.state, told(undone)).toBe('undone');
    expect(await traces(code)).toEqual([]);
    expect(await statusOf(code)).toBe('deleted');
  });

  it('leaves with a signed record, and nothing of it stays in the systems', async () => {
    const code = newCode();
    await onboarded(code);
    expect((await onboardingCall(code, 'POST', `${code}/offboard`)).status).toBe(202);
    const left = await ending(code);
    expect([left.kind, left.state], told(left)).toEqual(['offboard', 'done']);
    expect(await traces(code)).toEqual([]);
    const record = await onboardingCall(code, 'GET', `${code}/offboard`);
    const { valid, document } = (record.json as { record: Signed }).record;
    expect(valid).toBe(true);
    expect(document.removed.length).toBe(left.steps.length - 1);
    expect(document.kept.map(({ step }) => step)).toEqual(['gatehouse-tenant']);
    expect(await secretOf(code, 'ingest-token')).toBeNull();
    expect(await statusOf(code)).toBe('deleted');
  });
});

describe('drift', () => {
  it('is found field by field, and repaired through the journal', async () => {
    const code = newCode();
    const run = await onboarded(code);
    const stream = run.steps.find(({ step }) => step === 'graylog-stream')?.vendor_ids.stream ?? '';
    await meddleInGraylog('POST', `/streams/${stream}/pause`);
    // By the daily check, whose report is shown afterwards, and by a look of one's own.
    const { answer } = await (await cellFunction('check-drift')).invoke({});
    expect((answer as { drifted: string[] }).drifted).toContain(code);
    for (const query of ['?last=true', '']) {
      const drift = await onboardingCall(code, 'GET', `${code}/drift${query}`);
      const { ok, resources } = drift.json as {
        ok: boolean;
        resources: { step: string; state: string; differences: unknown }[];
      };
      expect(ok).toBe(false);
      expect(resources.filter(({ state }) => state !== 'matches')).toMatchObject([
        {
          step: 'graylog-stream-start',
          state: 'differs',
          differences: [{ field: 'disabled', expected: false, actual: true }],
        },
      ]);
    }
    expect((await onboardingCall(code, 'POST', `${code}/drift/repair`)).status).toBe(202);
    const repair = await ending(code);
    expect([repair.kind, repair.state], told(repair)).toEqual(['repair', 'done']);
    const after = await onboardingCall(code, 'GET', `${code}/drift`);
    expect((after.json as { ok: boolean }).ok).toBe(true);
  });
});

describe('a fault of another system', () => {
  it('that takes effect and loses its answer is survived by the state machine', async () => {
    await vendors.arm({
      vendor: 'graylog',
      method: 'POST',
      path: '^/streams$',
      moment: 'after',
      kind: 'reset',
    });
    await vendors.arm({ vendor: 'grafana', method: 'POST', path: '^/orgs$', moment: 'after', kind: '500' });
    await vendors.arm({
      vendor: 'wazuh',
      method: 'POST',
      path: '^/groups$',
      at: 2,
      moment: 'after',
      kind: '401',
    });
    const code = newCode();
    await onboarded(code);
    const { graylog } = (await vendors.state()) as { graylog: { streams: { title: string }[] } };
    expect(graylog.streams.filter(({ title }) => title.endsWith(code))).toHaveLength(1);
  });

  it('stops one tenant and never another, and the run goes on once it is mended', async () => {
    const [broken, healthy] = [newCode(), newCode()];
    const path = `^/_plugins/_security/api/roles/${broken}_reader$`;
    await vendors.arm({ vendor: 'opensearch', path, moment: 'before', kind: '500', times: 999 });
    await Promise.all([setup(broken), setup(healthy)]);
    const [first, second] = await Promise.all([ending(broken), ending(healthy)]);
    expect(second.state, told(second)).toBe('done');
    expect(first.state).toBe('refused');
    expect(first.findings.filter(({ ok }) => !ok)[0]?.detail).toContain('opensearch answered GET');
    expect(await traces(broken)).toEqual([]);
    await vendors.clear();
    expect((await onboardingCall(broken, 'POST', `${broken}/retry`, {})).status).toBe(202);
    const mended = await ending(broken);
    expect([mended.state, mended.attempt], told(mended)).toEqual(['done', 2]);
  });

  it('that asks for time is waited for, and the run can be stopped meanwhile and started again', async () => {
    const code = newCode();
    const fault = {
      vendor: 'wazuh',
      method: 'POST',
      path: '^/groups$',
      moment: 'before',
      kind: '429',
    } as const;
    await vendors.arm({ ...fault, times: 999, retry_after: '9' });
    await setup(code);
    await eventually(async () => {
      const { json } = await onboardingCall(code, 'GET', `${code}/status`);
      return (json as { run: ShownRun }).run.steps.some(
        ({ step, reason }) => step === 'wazuh-groups' && reason !== null,
      );
    }, 'the step that waits');
    expect((await onboardingCall(code, 'POST', `${code}/stop`, {})).status).toBe(202);
    expect((await ending(code)).state).toBe('stopped');
    await vendors.clear();
    expect((await onboardingCall(code, 'POST', `${code}/retry`, {})).status).toBe(202);
    const run = await ending(code);
    expect(run.state, told(run)).toBe('done');
  });
});

describe('the way in', () => {
  it('refuses a second run while one is at work, and a code that is in the way of another', async () => {
    const code = newCode();
    const answers = await Promise.all([setup(code), setup(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    const run = await ending(code);
    expect(run.state, told(run)).toBe('done');
    const check = await call({ path: `/api/v1/onboarding/codes/${code}x`, token: await operatorToken() });
    expect(check.json).toMatchObject({ free: false });
  });

  it('keeps where the wizard is for every device, and no secret', async () => {
    const code = newCode();
    const first = await onboardingCall(code, 'GET', `${code}/wizard`);
    expect(first.json).toMatchObject({ version: 0, current_step: 1 });
    const save = {
      version: 0,
      current_step: 3,
      done_steps: [1, 2],
      answers: { organization_name: 'Initech' },
    };
    expect((await onboardingCall(code, 'PUT', `${code}/wizard`, save)).status).toBe(200);
    expect((await onboardingCall(code, 'GET', `${code}/wizard`)).json).toMatchObject({
      version: 1,
      current_step: 3,
    });
    expect((await onboardingCall(code, 'PUT', `${code}/wizard`, save)).status).toBe(409);
    const secret = { ...save, version: 1, answers: { azure: { client_secret: 'x' } } };
    expect((await onboardingCall(code, 'PUT', `${code}/wizard`, secret)).status).toBe(400);
  });
});
