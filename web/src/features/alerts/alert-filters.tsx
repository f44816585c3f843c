import type { Filters } from '../../app/use-filters.ts';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { rangeOptions } from './ranges.ts';

export const alertFilterNames = ['status', 'min_severity', 'range', 'q'] as const;
type Name = (typeof alertFilterNames)[number];

const statusOptions = [
  ['', 'Any status'],
  ['open', 'Open'],
  ['acknowledged', 'Acknowledged'],
  ['closed', 'Closed'],
] as const;

const severityOptions = [
  ['', 'Any severity'],
  ['low', 'Low and up'],
  ['medium', 'Medium and up'],
  ['high', 'High and up'],
  ['critical', 'Critical'],
] as const;

export function AlertFilterBar({ filters }: { filters: Filters<Name> }) {
  const { values, set } = filters;
  return (
    <search class="filters" aria-label="Filter alerts">
      <FilterSelect
        label="Status"
        value={values.status}
        options={statusOptions}
        onChange={(v) => set('status', v)}
      />
      <FilterSelect
        label="Severity"
        value={values.min_severity}
        options={severityOptions}
        onChange={(v) => set('min_severity', v)}
      />
      <FilterSelect
        label="Time"
        value={values.range}
        options={rangeOptions}
        onChange={(v) => set('range', v)}
      />
      <SearchBox
        label="Text"
        value={values.q}
        placeholder="User, address, rule…"
        onSearch={(v) => set('q', v)}
      />
      {filters.any && (
        <button type="button" class="button quiet" onClick={filters.clear}>
          Clear
        </button>
      )}
    </search>
  );
}
