import type { AuditRecord } from '#shared/schema/audit.ts';
import { listAudit } from '../../api/audit.ts';
import { getCoverage, listRules } from '../../api/coverage.ts';
import { getTenant } from '../../api/tenants.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Figure } from '../../ui/figure.tsx';
import { operationWords } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Empty } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { residencyTitle, retentionText } from '../tenants/tenant-choices.ts';

const SHOWN = 15;

const columns: readonly Column<AuditRecord>[] = [
  { title: 'What', kind: 'main', cell: ({ action }) => operationWords(action) },
  { title: 'On', kind: 'wide', cell: ({ target }) => <code>{target}</code> },
  { title: 'Who', cell: ({ actor }) => actor.email ?? actor.id },
  { title: 'When', cell: ({ at }) => <Time at={at} /> },
];

export function CompliancePage() {
  const { api, platform, tenantId, me } = useApp();
  const coverage = useResource((signal) => getCoverage(api, signal), [api]);
  const rules = useResource((signal) => listRules(api, signal), [api]);
  const tenant = useResource((signal) => getTenant(platform, tenantId ?? '', signal), [platform, tenantId]);
  return (
    <>
      <div class="figures">
        <Figure
          name="Techniques covered"
          value={coverage.data ? `${coverage.data.overall.percent} %` : '—'}
          note={coverage.data ? `MITRE ATT&CK ${coverage.data.attack_version}` : 'not known yet'}
        />
        <Figure
          name="Rules that watch"
          value={rules.data ? rules.data.items.filter(({ enabled }) => enabled).length : '—'}
          note={rules.data ? `of ${rules.data.items.length}` : 'not known yet'}
        />
      </div>
      <section class="panel" aria-labelledby="keeping">
        <h2 id="keeping">How data is kept</h2>
        <Loaded what="the organisation" of={tenant}>
          {(one) => (
            <Facts
              items={[
                ['Organisation', one.organization_name],
                ['Industry', one.industry],
                ['Data residency', residencyTitle(one.data_residency)],
                ['Retention', retentionText(one)],
              ]}
            />
          )}
        </Loaded>
      </section>
      {can(me.role, 'read-audit') && <Changes />}
    </>
  );
}

function Changes() {
  const { api } = useApp();
  const audit = useResource((signal) => listAudit(api, { limit: SHOWN }, signal), [api]);
  return (
    <section aria-labelledby="changes">
      <div class="section-head">
        <h2 id="changes">Who changed what, newest first</h2>
        <a href="/audit">All of it</a>
      </div>
      <Loaded what="the audit trail" of={audit}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nothing has been changed yet." />
          ) : (
            <DataTable
              caption="Newest changes"
              columns={columns}
              rows={items}
              keyOf={({ audit_id }) => audit_id}
            />
          )
        }
      </Loaded>
    </section>
  );
}
