import { z } from 'zod';
import { DomainError } from '#shared/errors.ts';
import type { TenantId } from '#shared/ids.ts';
import type { PageRequest } from '#shared/ports/page.ts';
import type { SearchFilter } from '#shared/ports/search-index.ts';

const positionSchema = z.tuple([z.number(), z.string()]);

/**
 * A search over one tenant's alias. The tenant stands in the filter too, beside the alias: two locks for one door.
 * `text` goes into `match` clauses, which have no syntax: it can name neither fields nor indices.
 */
export function searchBody(
  tenantId: TenantId,
  filter: SearchFilter,
  page: PageRequest,
): Record<string, unknown> {
  const terms: [string, string | undefined][] = [
    ['status', filter.status],
    ['severity_word', filter.severity],
    ['rule_id', filter.rule_id],
    ['assignee', filter.assignee],
  ];
  const must: Record<string, unknown>[] = [{ term: { tenant_id: tenantId } }];
  for (const [field, value] of terms) if (value !== undefined) must.push({ term: { [field]: value } });
  if (filter.min_severity !== undefined) must.push({ range: { severity: { gte: filter.min_severity } } });
  if (filter.from !== undefined || filter.to !== undefined) {
    const bounds = {
      ...(filter.from && { gte: filter.from }),
      ...(filter.to && { lt: filter.to }),
    };
    must.push({ range: { created_at: bounds } });
  }
  const text = filter.text?.trim();
  return {
    size: page.limit + 1,
    query: {
      bool: {
        filter: must,
        ...(text
          ? {
              must: [
                {
                  match: {
                    search_text: { query: text.slice(0, 500), operator: 'and' },
                  },
                },
              ],
            }
          : {}),
      },
    },
    sort: [{ created_at: 'desc' }, { id: 'asc' }],
    ...(page.position === null ? {} : { search_after: readPosition(page.position) }),
    track_total_hits: false,
  };
}

export function writePosition(sort: readonly unknown[]): string {
  return JSON.stringify(sort);
}

function readPosition(position: string): [number, string] {
  try {
    return positionSchema.parse(JSON.parse(position));
  } catch {
    throw new DomainError(
      'invalid_request',
      'The cursor is not one that this list gave: start again without it.',
    );
  }
}
