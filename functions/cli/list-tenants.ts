import { z } from 'zod';
import type { Command } from './command.ts';

const pageSchema = z.object({
  items: z.array(
    z.object({
      tenant_id: z.string(),
      organization_name: z.string(),
      status: z.string(),
      data_residency: z.string(),
      retention_days: z.number(),
    }),
  ),
  next: z.string().nullable(),
});

export const listTenants: Command = {
  name: 'list-tenants',
  summary: 'Print all tenants: id, status, residency, retention in days, name',
  usage: 'gatehouse list-tenants',
  options: [],
  required: [],
  async run(cell, _values, print) {
    const call = await cell.connect();
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page = pageSchema.parse(await call({ method: 'GET', path: `/api/v1/tenants${query}` }));
      for (const one of page.items) {
        const columns = [one.tenant_id.padEnd(16), one.status.padEnd(12), one.data_residency.padEnd(4)];
        print(`${columns.join(' ')} ${String(one.retention_days).padStart(5)} ${one.organization_name}`);
      }
      cursor = page.next;
    } while (cursor !== null);
  },
};
