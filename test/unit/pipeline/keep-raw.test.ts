import { expect, test } from 'vitest';
import type { TenantId } from '#shared/ids.ts';
import { keepLongTexts, MAX_ORIGINAL_BYTES } from '#shared/pipeline/keep-raw.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildEventPack } from '../../support/builders/pack.ts';

test('what is written of an event whose raw text went to the archive has the pointer, and not the text', async () => {
  const long = buildEvent('acme', { attributes: { 'event.original': 'x'.repeat(MAX_ORIGINAL_BYTES + 1) } });
  const pack = buildEventPack('acme', { events: [buildEvent(), long] });
  const texts = pack.events.map((event) => JSON.stringify(event));
  const [first] = texts;
  await keepLongTexts({ keepRaw: async () => 'raw/key' }, 'acme' as TenantId, [{ bucket: 0, pack, texts }]);
  expect(texts[0]).toBe(first);
  expect(JSON.parse(texts[1] ?? '')).toEqual(pack.events[1]);
  expect(pack.events[1]?.attributes).toMatchObject({
    'gatehouse.raw_key': 'raw/key',
    'gatehouse.raw_bytes': MAX_ORIGINAL_BYTES + 1,
  });
  expect(texts[1]?.length).toBeLessThan(MAX_ORIGINAL_BYTES);
});
