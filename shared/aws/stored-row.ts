import type { z } from 'zod';
import type { Row } from '#shared/aws/dynamo-errors.ts';
import type { TenantId } from '#shared/ids.ts';

/**
 * Reads a stored row as its schema says, after taking out the fields that only the storage knows (`storageFields`).
 * @throws Error that names the wrong fields, and no values: a row that does not parse is damage, not input.
 */
export function readRow<T>(schema: z.ZodType<T>, row: Row, storageFields: readonly string[]): T {
  const own = Object.fromEntries(Object.entries(row).filter(([name]) => !storageFields.includes(name)));
  const parsed = schema.safeParse(own);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new Error(`A stored row does not have the expected form (${fields.join('; ')}).`);
}

/** @throws Error when a caller mixes tenants up: the id in an item must be the tenant that the call is for. */
export function assertOwn(tenantId: TenantId, ...items: readonly { tenant_id: TenantId }[]): void {
  if (items.some((item) => item.tenant_id !== tenantId)) {
    throw new Error('An item of one tenant was handed to a call for another.');
  }
}

/** An update expression that sets every given field; names and values are placeholders, so any field name works. */
export function setFields(fields: Row): {
  UpdateExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Row;
} {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    UpdateExpression: `SET ${entries.map((_, i) => `#f${i} = :f${i}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#f${i}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], i) => [`:f${i}`, value])),
  };
}
