import { describe, expect, it } from 'vitest';
import {
  customerLabel,
  withCustomerLabel,
  withoutCustomerLabel,
} from '#shared/tenants/provisioning/agent-conf.ts';

describe('the customer’s label in an agent.conf', () => {
  const files = [
    '',
    '<agent_config>\n\n  <!-- Shared agent configuration here -->\n\n</agent_config>\n',
    '<!-- <agent_config> <label key="customer">old</label> -->\n<agent_config>\n  <sca><enabled>yes</enabled></sca>\n</agent_config>\n',
    '<agent_config os="Linux">\n  <syscheck/>\n</agent_config>\n',
    '<agent_config>\n  <labels>\n    <label key="customer">globex</label>\n  </labels>\n</agent_config>\n',
  ];

  it.each(files)('is there once it was put into file %#, and putting it again changes nothing', (file) => {
    const labelled = withCustomerLabel(file, 'acme');
    expect(customerLabel(labelled)).toBe('acme');
    expect(withCustomerLabel(labelled, 'acme')).toBe(labelled);
  });

  it('leaves everything else as the operator wrote it', () => {
    const labelled = withCustomerLabel(files[2] ?? '', 'acme');
    for (const line of (files[2] ?? '').split('\n')) expect(labelled).toContain(line);
    expect(customerLabel(withoutCustomerLabel(labelled, 'acme'))).toBeNull();
  });

  it('is not one in a comment', () => {
    expect(customerLabel('<!-- <label key="customer">acme</label> -->')).toBeNull();
  });

  it('is escaped', () => {
    expect(withCustomerLabel('', 'a<b')).toContain('>a&#60;b<');
  });
});
