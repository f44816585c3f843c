import { z } from 'zod';
import { connectorNamed, connectors } from '#shared/connectors/connectors.ts';
import { tenantIdSchema } from '#shared/ids.ts';

/** An id of our own making in a path or body; the bound keeps it inside every key. */
export const idField = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 characters of A-Z, a-z, 0-9, "_" and "-"');

export const tenantParams = z.strictObject({ tenant_id: tenantIdSchema });

/** The version that the caller saw; a change of an older one is refused with 409 `version_conflict`. */
export const versionField = z.number().int().min(1).describe('The version that you read.');

export const assigneeField = z.string().trim().min(1).max(200).nullable();

/** An instant in any zone; compared in UTC with milliseconds, as everything is stored. */
export const timeField = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .describe('RFC 3339, such as 2026-11-22T08:00:00Z.');

export const searchField = z.string().trim().min(1).max(200).describe('Words to look for.');

/** @returns true where a PATCH names a field besides its version; else its message tells what to do. */
export function changesSomething(body: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(body).some(([field, value]) => field !== 'version' && value !== undefined);
}

export const NO_CHANGE = 'names nothing to change';

export const caseParams = z.strictObject({ case_id: idField });

export const sourceParams = z.strictObject({ source_id: idField });

/** What a source's connector is told; the connector's own schema checks it once the connector is known. */
export const settingsField = z
  .record(z.string(), z.unknown())
  .describe('Settings of the connector (docs/connectors): what they may be is said there.');

/** A connector of this release, or `auto`. */
export const connectorField = z
  .string()
  .refine((name) => name === 'auto' || connectorNamed(name) !== null, {
    error: () => `must be auto or one of ${connectors.map((connector) => connector.name).join(', ')}`,
  })
  .describe('The connector that reads the events, or `auto` to tell by their shape.');

/** Stands for the cell’s address where nobody says it. */
export const NO_ADDRESS = 'https://put-the-address-of-the-cell-here.invalid';

/** Where senders reach the cell; it stands behind a host that only its operator knows. */
export const baseUrlField = z
  .string()
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$/,
    'must be an address without a path, such as https://siem.example.com',
  )
  .describe(
    'The address under which senders reach this cell, such as the origin of the console; a mark without it.',
  );
