import { z } from 'zod';
import type { VendorHttp } from '#shared/vendors/http.ts';

/** Microsoft Defender for Endpoint. There is no call that switches it on: these prove that it is. */
export type DefenderApi = {
  /** @throws VendorError `forbidden` without licence or consent. */
  machines(): Promise<void>;
  alerts(): Promise<void>;
};

const answer = z.object({ value: z.array(z.unknown()) });

export function makeDefenderApi(http: VendorHttp): DefenderApi {
  const probe = async (path: string): Promise<void> => {
    await http.call({ method: 'GET', path, query: { $top: 1 }, answer });
  };
  return { machines: () => probe('/api/machines'), alerts: () => probe('/api/alerts') };
}
