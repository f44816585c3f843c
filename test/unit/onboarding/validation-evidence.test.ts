import { describe, expect, it } from 'vitest';
import type { CheckName } from '#shared/schema/validation.ts';
import { acme, red, validationWorld } from '../../support/validation-world.ts';

describe('the evidence of a validation', () => {
  it('tells who can sign in and what a dry run proves, without calling either a fault', async () => {
    const { state, validate } = validationWorld();
    const evidenceOf = async (name: CheckName) =>
      (await validate()).checks.find(({ check }) => check === name)?.evidence ?? [];
    expect(await evidenceOf('tenant')).toEqual(
      expect.arrayContaining([
        { label: 'Administrators who can sign in', value: '1' },
        { label: 'Analysts and auditors who can sign in', value: '2 and 0' },
      ]),
    );
    expect((await evidenceOf('playbooks')).at(-1)?.value).toContain('does not prove');
    state.roles = { platform_admin: 0, tenant_admin: 0, soc_analyst: 0, auditor: 0 };
    expect((await evidenceOf('tenant')).map(({ value }) => value)).toContain('none: invite one');
    state.roles = null;
    expect((await evidenceOf('tenant')).at(-1)?.value).toContain('your own identity provider');
    expect(red(await validate())).toEqual([]);
  });

  it('when nothing goes to Sentinel any more, with what is held back as evidence', async () => {
    const { state, ports, validate, find } = validationWorld();
    find([{ step: 'sentinel-forwarding', title: 'Sending of events', state: 'matches', reason: '' }]);
    const target = {
      endpoint: 'https://dce.example',
      immutable_id: 'dcr-1',
      stream: 'Custom-SocEvents_CL',
      azure_tenant_id: 'a',
      client_id: 'c',
    };
    await ports.forwarding.putTarget(acme, target, state.now);
    const siem = async () =>
      (await validate()).checks.find(({ check }) => check === 'siem')?.evidence.slice(-3);
    expect(await siem()).toEqual([
      { label: 'Sending to Sentinel', value: 'flowing' },
      { label: 'Last sent to Sentinel', value: 'nothing yet' },
      { label: 'Held back for Sentinel', value: 'nothing' },
    ]);
    const since = state.now.toISOString();
    const reason = 'The client secret has expired: make a new one.';
    await ports.forwarding.noteHeld(acme);
    await ports.forwarding.noteFailure(acme, {
      state: 'waiting',
      reason,
      since,
      attempts: 1,
      retry_at: null,
    });
    expect(red(await validate())).toEqual([]);
    await ports.forwarding.noteFailure(acme, {
      state: 'failing',
      reason,
      since,
      attempts: 2,
      retry_at: null,
    });
    expect(red(await validate())).toEqual([['siem', `Nothing goes to Sentinel since ${since}: ${reason}`]]);
    expect(await siem()).toEqual([
      { label: 'Sending to Sentinel', value: `failing: ${reason}` },
      { label: 'Last sent to Sentinel', value: 'nothing yet' },
      { label: 'Held back for Sentinel', value: '1 batch' },
    ]);
    await ports.forwarding.noteSent(acme, since, state.now);
    await ports.forwarding.noteDrained(acme, 1);
    expect(red(await validate())).toEqual([]);
  });
});
