import type { OpenApi, Operation } from '#shared/api/openapi.ts';
import type { JsonSchema } from '#shared/api/openapi-schemas.ts';

const style = `
:root{color-scheme:light dark;--accent:#c2410c;--line:#8884}
@media(prefers-color-scheme:dark){:root{--accent:#f97316}}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.2}a{color:var(--accent)}
section{border-top:1px solid var(--line);margin-top:1.5rem}
code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow-x:auto;border:1px solid var(--line);padding:.75rem}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}
.method{color:var(--accent);font-weight:600}`;

/** The description as one page that needs no script and nothing from elsewhere. */
export function docsPage(document: OpenApi): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const sections = document.tags.map(({ name }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    return `<section><h2>${escapeHtml(name)}</h2>${own.map((one) => operationHtml(one)).join('')}</section>`;
  });
  const schemas = Object.entries(document.components.schemas ?? {}).map(
    ([name, schema]) => `<h3 id="schema-${escapeHtml(name)}">${escapeHtml(name)}</h3>${json(schema)}`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(document.info.title)} API</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(document.info.title)} API</h1>
${paragraphs(document.info.description)}<p>The same for machines: <a href="/openapi.json">/openapi.json</a></p>
${sections.join('\n')}
<section><h2>Schemas</h2>${schemas.join('\n')}</section>
</main></body></html>
`;
}

function operationHtml({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const body = operation.requestBody as { content: Record<string, { schema: unknown }> } | undefined;
  const bodies = Object.entries(body?.content ?? {}).map(
    ([type, { schema }]) => `<p>Body, <code>${escapeHtml(type)}</code>:</p>${json(schema)}`,
  );
  const answers = Object.entries(operation.responses).map(([status, response]) =>
    answerHtml(status, response),
  );
  return `<article><h3 id="${escapeHtml(operation.operationId)}"><span class="method">${escapeHtml(method.toUpperCase())}</span>
<code>${escapeHtml(path)}</code></h3><p>${escapeHtml(operation.summary)}.</p>${paragraphs(operation.description ?? '')}
${parametersHtml(operation.parameters ?? [])}${bodies.join('')}<p>Answers:</p><ul>${answers.join('')}</ul></article>`;
}

function parametersHtml(parameters: readonly JsonSchema[]): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map((parameter) => {
    const reference = typeof parameter.$ref === 'string' ? parameter.$ref.split('/').at(-1) : undefined;
    const name =
      reference === 'Tenant'
        ? 'X-Tenant-ID'
        : reference === 'IdempotencyKey'
          ? 'Idempotency-Key'
          : parameter.name;
    const schema = parameter.schema as { description?: string } | undefined;
    const said = parameter.description ?? schema?.description ?? '';
    return `<tr><td><code>${escapeHtml(String(name))}</code></td><td>${escapeHtml(String(parameter.in ?? 'header'))}</td><td>${escapeHtml(String(said))}</td></tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

function answerHtml(status: string, response: JsonSchema): string {
  const content = (response.content ?? {}) as Record<string, { schema: { $ref?: string } }>;
  const [answer] = Object.values(content);
  if (response.$ref === '#/components/responses/Unauthorized')
    return `<li><code>${status}</code> no valid token</li>`;
  const reference = response.$ref === undefined ? answer?.schema.$ref?.split('/').at(-1) : 'Problem';
  if (reference !== undefined) {
    return `<li><code>${escapeHtml(status)}</code> <a href="#schema-${escapeHtml(reference)}">${escapeHtml(reference)}</a></li>`;
  }
  return `<li><code>${escapeHtml(status)}</code>${answer === undefined ? '' : json(answer.schema)}</li>`;
}

const paragraphs = (text: string): string =>
  text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => `<p>${escapeHtml(part)}</p>`)
    .join('\n');

const json = (value: unknown): string => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
