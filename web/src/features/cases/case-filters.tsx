import { useApp } from '../../app/app-context.ts';
import type { Filters } from '../../app/use-filters.ts';
import { FilterSelect } from '../../ui/filter-select.tsx';
import { words } from '../../ui/format.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { severities, statuses } from './case-choices.ts';

export const caseFilterNames = ['status', 'severity', 'assignee', 'q'] as const;
type Name = (typeof caseFilterNames)[number];

const optionsOf = (any: string, values: readonly string[]) =>
  [['', any] as const, ...values.map((value) => [value, words(value)] as const)] as const;

export function CaseFilterBar({ filters }: { filters: Filters<Name> }) {
  const { me } = useApp();
  const { values, set } = filters;
  return (
    <search class="filters" aria-label="Filter cases">
      <FilterSelect
        label="Status"
        value={values.status}
        options={optionsOf('Any status', statuses)}
        onChange={(value) => set('status', value)}
      />
      <FilterSelect
        label="Severity"
        value={values.severity}
        options={optionsOf('Any severity', severities)}
        onChange={(value) => set('severity', value)}
      />
      <SearchBox
        label="Assignee"
        value={values.assignee}
        placeholder="E-mail"
        onSearch={(value) => set('assignee', value)}
      />
      <SearchBox
        label="Text"
        value={values.q}
        placeholder="Title, description…"
        onSearch={(value) => set('q', value)}
      />
      {values.assignee !== me.email && (
        <button type="button" class="button quiet" onClick={() => set('assignee', me.email)}>
          Mine
        </button>
      )}
      {filters.any && (
        <button type="button" class="button quiet" onClick={filters.clear}>
          Clear
        </button>
      )}
    </search>
  );
}
