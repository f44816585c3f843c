import { describe, expect, test } from 'vitest';
import { trimEvent } from '#shared/detect/trim-event.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';

const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('an event as evidence', () => {
  test('is left as it is when it fits', () => {
    const event = buildEvent();
    expect(trimEvent(event, 1_500)).toBe(event);
  });

  test('keeps every attribute, long ones cut and marked', () => {
    const event = buildEvent('acme', {
      attributes: { 'event.original': 'x'.repeat(5_000), 'user.name': 'alice' },
    });
    const trimmed = trimEvent(event, 1_500);
    expect(size(trimmed)).toBeLessThanOrEqual(1_500);
    expect(trimmed.attributes).toEqual({ 'event.original': `${'x'.repeat(255)}…`, 'user.name': 'alice' });
    expect({ ...trimmed, attributes: {} }).toEqual({ ...event, attributes: {} });
  });

  test.each([
    [
      'many attributes',
      Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`field.${i}`, 'ü'.repeat(50)])),
    ],
    ['one endless name', { ['n'.repeat(9_000)]: 'x', 'user.name': 'alice' }],
    [
      'long lists',
      { 'related.ip': Array.from({ length: 900 }, (_, i) => `192.0.2.${i}`), 'user.name': 'alice' },
    ],
  ])('fits and is still a valid event with %s', (_, attributes) => {
    const trimmed = trimEvent(buildEvent('acme', { attributes }), 1_500);
    expect(size(trimmed)).toBeLessThanOrEqual(1_500);
    expect(canonicalEventSchema.parse(trimmed)).toEqual(trimmed);
    expect(Object.keys(trimmed.attributes).length).toBeGreaterThan(0);
  });

  test('has its names cut where they alone are too long', () => {
    const long = 'ä'.repeat(5_000);
    const event = buildEvent('acme', {
      actor: { type: 'user', id: long },
      target: { type: 'asset', id: long },
    });
    expect(trimEvent(event, 1_500).actor.id).toHaveLength(128);
    expect(size(trimEvent(event, 1_500))).toBeLessThanOrEqual(1_500);
  });
});
