import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grafanaJson } from '#shared/tenants/dashboards/panel.ts';
import { dashboards } from '#shared/tenants/dashboards.ts';
import { prerequisites } from '#shared/tenants/prerequisites.ts';
import { resources } from '#shared/tenants/resources.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(new URL(`../../../shared/tenants/${folder}/`, import.meta.url)).map((file) =>
    file.replace(/\.ts$/, ''),
  );

describe('the family of resources', () => {
  it('is the folder’s files', () => {
    expect(resources.map(({ name }) => name).sort()).toEqual(filesIn('resources').sort());
  });

  it('names each once, and needs only what comes before it', () => {
    const seen = new Set<string>();
    for (const { name, needs } of resources) {
      expect(
        needs.filter((one) => !seen.has(one)),
        name,
      ).toEqual([]);
      expect(seen.has(name), name).toBe(false);
      seen.add(name);
    }
  });
});

it('the family of prerequisites is the folder’s files', () => {
  expect(prerequisites.map(({ system }) => system).sort()).toEqual(filesIn('prerequisites').sort());
});

describe('the five dashboards', () => {
  it('are the ones that every customer is promised', () => {
    expect(dashboards.map(({ title }) => title)).toEqual([
      'SOC Overview',
      'Threat Landscape',
      'Incident Response',
      'Compliance Dashboard',
      'Data Source Health',
    ]);
  });

  it.each(dashboards)('$title has panels that neither overlap nor leave the grid', ({ panels }) => {
    const taken = new Set<string>();
    for (const { title, place } of panels) {
      expect(place.x + place.w, title).toBeLessThanOrEqual(24);
      for (let x = place.x; x < place.x + place.w; x++) {
        for (let y = place.y; y < place.y + place.h; y++) {
          expect(taken.has(`${x},${y}`), title).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
  });

  it.each(dashboards)('$title names no customer and only the organisation’s own data source', (dashboard) => {
    const text = JSON.stringify(grafanaJson(dashboard));
    expect(new Set([...text.matchAll(/"datasource":(\{[^}]*\})/g)].map(([, one]) => one))).toEqual(
      new Set(['{"type":"grafana-opensearch-datasource","uid":"events"}']),
    );
  });
});
