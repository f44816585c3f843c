import { z } from 'zod';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';

const createdSchema = z.object({ tenant_id: z.string() });

export const createTenant: Command = {
  name: 'create-tenant',
  summary: 'Create a tenant and print its id',
  usage:
    'gatehouse create-tenant --code CODE --name NAME --email ADDRESS [--industry Technology] [--residency any] [--retention-days 90]',
  options: ['code', 'name', 'email', 'industry', 'residency', 'retention-days'],
  required: ['code', 'name', 'email'],
  async run(cell, values, print) {
    const days = Number(values['retention-days'] ?? '90');
    if (!Number.isInteger(days)) {
      throw new CliError(`--retention-days must be a whole number, not "${values['retention-days']}".`);
    }
    const call = await cell.connect();
    const body = {
      customer_code: values.code,
      organization_name: values.name,
      contact_email: values.email,
      industry: values.industry ?? 'Technology',
      data_residency: values.residency ?? 'any',
      retention_days: days,
    };
    print(createdSchema.parse(await call({ method: 'POST', path: '/api/v1/tenants', body })).tenant_id);
  },
};
