import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../web/src/styles/tokens.css', import.meta.url), 'utf8');

type Theme = 'light' | 'dark';

/** The value of a token in one theme, following `var()` and choosing from `light-dark()`. */
function colour(token: string, theme: Theme): string {
  const value = new RegExp(`--${token}:\\s*([^;]+);`).exec(css)?.[1]?.trim();
  if (value === undefined) throw new Error(`tokens.css has no --${token}`);
  const alias = /^var\(--([a-z-]+)\)$/.exec(value)?.[1];
  if (alias) return colour(alias, theme);
  const pair = /^light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)$/.exec(value);
  return pair ? (pair[theme === 'light' ? 1 : 2] ?? '') : value;
}

/** Relative luminance and contrast ratio as in WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover'];
const tinted = ['critical', 'high', 'medium', 'low', 'informational', 'good', 'bad'];
const text: [string, string][] = [
  ...['text', 'muted', 'link'].flatMap((ink) => grounds.map((on): [string, string] => [ink, on])),
  ...tinted.map((ink): [string, string] => [ink, `${ink}-tint`]),
  ...['bad', 'good'].map((ink): [string, string] => [ink, 'surface']),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['text', 'accent-tint'],
  ['text', 'mark'],
  ['muted', 'sunken'],
];
const lines: [string, string][] = ['focus', 'line-strong'].flatMap((ink) =>
  grounds.map((on): [string, string] => [ink, on]),
);

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(text)('shows --%s on --%s with at least 4.5:1', (ink, on) => {
    expect(contrast(colour(ink, theme), colour(on, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(lines)(
    'shows the lines of controls and focus rings in --%s on --%s with at least 3:1',
    (ink, on) => {
      expect(contrast(colour(ink, theme), colour(on, theme))).toBeGreaterThanOrEqual(3);
    },
  );
});

describe('the accent', () => {
  it('is the orange of the brand', () => {
    expect(colour('accent', 'light')).toBe('#f97316');
    expect(colour('accent', 'dark')).toBe('#f97316');
  });
});
