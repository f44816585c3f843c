import { z } from 'zod';

/** What goes wrong at one call. `before`: the system never sees it. `after`: it took effect, and the answer is lost. */
export const faultSchema = z.strictObject({
  vendor: z.string().optional(),
  method: z.string().optional(),
  /** Regular expression over the path below the prefix. */
  path: z.string().optional(),
  /** The n-th call that fits, from 1. */
  at: z.number().int().min(1).default(1),
  /** How many calls from there on. */
  times: z.number().int().min(1).default(1),
  moment: z.enum(['before', 'after']),
  kind: z.enum(['timeout', 'reset', '500', '401', '409', '429']),
  retry_after: z.string().default('1'),
});
export type Fault = z.input<typeof faultSchema>;

export type Recorded = {
  vendor: string;
  method: string;
  path: string;
  status: number | null;
  fault: string | null;
};

type Armed = z.output<typeof faultSchema> & { seen: number };

export type Faults = {
  arm(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this call, or null; counts the call. */
  strike(vendor: string, method: string, path: string): z.output<typeof faultSchema> | null;
  /** Faults that were armed and did not strike yet. */
  waiting(): number;
};

export function makeFaults(): Faults {
  let armed: Armed[] = [];
  return {
    arm: (fault) => void armed.push({ ...faultSchema.parse(fault), seen: 0 }),
    clear: () => {
      armed = [];
    },
    waiting: () => armed.filter(({ seen, at }) => seen < at).length,
    strike(vendor, method, path) {
      let struck: Armed | null = null;
      for (const fault of armed) {
        const fits =
          (fault.vendor === undefined || fault.vendor === vendor) &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || new RegExp(fault.path).test(path));
        if (!fits) continue;
        fault.seen++;
        if (fault.seen >= fault.at && fault.seen < fault.at + fault.times) struck ??= fault;
      }
      return struck;
    },
  };
}
