import { passwordSignIn } from '#shared/api/password-sign-in.ts';
import type { LocalFile } from '../../infra/local/local-file.ts';

type Json = Record<string, unknown>;

/** The local cell as the bench uses it: one source of the tenant `acme` to push to, and an analyst to look with. */
export class BenchCell {
  readonly facts: LocalFile;
  readonly sourceId: string;
  readonly sourceToken: string;
  readonly analystToken: string;

  constructor(facts: LocalFile, sourceId: string, sourceToken: string, analystToken: string) {
    this.facts = facts;
    this.sourceId = sourceId;
    this.sourceToken = sourceToken;
    this.analystToken = analystToken;
  }

  static async open(facts: LocalFile, name: string): Promise<BenchCell> {
    const admin = await signIn(facts, 'tenant_admin');
    const source = await post(facts, admin, '/api/v1/sources', {
      name,
      source_type: 'identity',
      connector: 'auto',
    });
    const token = await post(facts, admin, `/api/v1/sources/${source.source_id}/tokens`, {});
    return new BenchCell(
      facts,
      String(source.source_id),
      String(token.token),
      await signIn(facts, 'soc_analyst'),
    );
  }

  /** Pushes a batch once; the status decides what the caller does. */
  async push(events: readonly Json[]): Promise<{ status: number; accepted: number; retryAfter: number }> {
    const answer = await fetch(`${this.facts.api}/v1/ingest/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.sourceToken}`, 'content-type': 'application/x-ndjson' },
      body: events.map((event) => JSON.stringify(event)).join('\n'),
    });
    const body = (await answer.json()) as { accepted?: number };
    return {
      status: answer.status,
      accepted: body.accepted ?? 0,
      retryAfter: Number(answer.headers.get('retry-after') ?? 1),
    };
  }

  async get(path: string): Promise<Json> {
    const answer = await fetch(`${this.facts.api}${path}`, {
      headers: { authorization: `Bearer ${this.analystToken}` },
    });
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}`);
    return (await answer.json()) as Json;
  }
}

async function post(facts: LocalFile, token: string, path: string, body: Json): Promise<Json> {
  const answer = await fetch(`${facts.api}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Json;
}

async function signIn(facts: LocalFile, role: string): Promise<string> {
  const user = facts.users.find((one) => one.tenant_id === 'acme' && one.role === role);
  if (user === undefined) throw new Error(`the local cell has no ${role} of acme`);
  return passwordSignIn(facts.auth, user);
}
