import type { Probe } from '#shared/datasources/make-probe.ts';
import { ended, markStage } from '#shared/datasources/stages.ts';
import type { TestPorts } from '#shared/datasources/test-ports.ts';
import { sha256 } from '#shared/ids.ts';
import type { AuditRecord } from '#shared/schema/audit.ts';
import type { Source, SourceToken } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import { SOURCE_TOKEN_PREFIX } from '#shared/tenants/source-token.ts';

/** Sends the marked event through the public endpoint, as the source, with a token that lives as long as the call. */
export async function sendProbe(
  ports: TestPorts,
  source: Source,
  test: SourceTest,
  probe: Probe,
): Promise<SourceTest> {
  const { tenant_id: tenantId, source_id: sourceId } = source;
  const tokenId = test.probe?.token_id ?? ports.newId();
  const token = `${SOURCE_TOKEN_PREFIX}${ports.newSecret()}`;
  const record: SourceToken = {
    tenant_id: tenantId,
    source_id: sourceId,
    token_id: tokenId,
    hint: token.slice(0, 8),
    created_at: ports.now().toISOString(),
    created_by: 'validation',
    revoked_at: null,
  };
  const target = `source/${sourceId}/token/${tokenId}`;
  const audit = (action: string): AuditRecord => ({
    audit_id: ports.newId(),
    tenant_id: tenantId,
    at: ports.now().toISOString(),
    actor: { id: 'validate-step', email: null, role: 'system' },
    action,
    target,
    before: null,
    after: { test_id: test.test_id },
    request_id: test.test_id,
  });
  await ports.tokens.create(tenantId, record, sha256(token), audit('createSourceToken'));
  let answer: { status: number; detail: string };
  try {
    answer = await ports.pushEvent(sourceId, token, probe.raw);
  } finally {
    const at = ports.now().toISOString();
    await ports.tokens.revoke(tenantId, sourceId, tokenId, at, audit('revokeSourceToken'));
  }
  const now = ports.now();
  const at = now.toISOString();
  const sent = markStage(test, 'sent', 'done', at, `${probe.marker}, read by ${probe.readAs}`);
  if (answer.status === 202 || answer.status === 200) {
    return markStage(sent, 'accepted', 'done', at, `the endpoint answered ${answer.status}`);
  }
  const refused = markStage(sent, 'accepted', 'failed', at, `${answer.status}: ${answer.detail}`);
  return ended(
    refused,
    now,
    `The ingest endpoint answered ${answer.status}: ${answer.detail}`,
    answer.status === 401 || answer.status === 403
      ? 'Check that source and tenant are active.'
      : 'Try again; if it stays, see ingest-api-5xx in docs/runbook.md.',
  );
}
