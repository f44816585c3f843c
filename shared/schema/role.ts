import { z } from 'zod';

/** Everybody who signs in has exactly one role; an event source has none and can only push events. */
export const roleSchema = z.enum(['platform_admin', 'tenant_admin', 'soc_analyst', 'auditor']);
export type Role = z.infer<typeof roleSchema>;
export const roles = roleSchema.options;
