import { inject } from 'vitest';
import { archivedEvents } from './archived-events.ts';
import { call, eventually, operatorToken, unique } from './cell.ts';
import { createTenant, newCode } from './new-tenant.ts';

/** A tenant of its own with one source, so that its archive holds what one sender sent and nothing else. */
export type SenderTenant = { code: string; sourceId: string; token: string; marker: string };

export async function senderTenant(
  connector = 'auto',
  limits?: Record<string, number>,
): Promise<SenderTenant> {
  const code = newCode();
  const made = await createTenant(code, limits ? { limits } : {});
  if (made.status !== 201) throw new Error(`no tenant: ${JSON.stringify(made.json)}`);
  const asOperator = { token: await operatorToken(), headers: { 'x-tenant-id': code } };
  const body = { name: unique('sender'), source_type: 'endpoint', connector };
  const source = await call({ method: 'POST', path: '/api/v1/sources', body, ...asOperator });
  const { source_id } = source.json as { source_id: string };
  const issued = await call({
    method: 'POST',
    path: `/api/v1/sources/${source_id}/tokens`,
    body: {},
    ...asOperator,
  });
  const { token } = issued.json as { token: string };
  return { code, sourceId: source_id, token, marker: unique('event') };
}

/** The text of the numbered event, as every sender of a test sends it. */
export const numbered = (marker: string, number: number): string => `${marker} number=${number} end`;

/** The numbers that the archive holds, each as often as it holds it, once all of `count` are there. */
export async function arrivedNumbers({ code, marker }: SenderTenant, count: number): Promise<number[]> {
  const stack = inject('stack');
  const find = async (): Promise<number[]> => {
    const events = await archivedEvents(stack, code);
    return events
      .flatMap(({ event }) => {
        const [, number] = new RegExp(`${marker} number=(\\d+) end`).exec(JSON.stringify(event)) ?? [];
        return number === undefined ? [] : [Number(number)];
      })
      .sort((a, b) => a - b);
  };
  return eventually(async () => {
    const numbers = await find();
    return new Set(numbers).size >= count ? numbers : null;
  }, `${count} events of ${marker} in the archive`);
}

export const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
