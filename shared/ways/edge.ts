/** Paths of the one host that lead to the ways in, as CloudFront writes them: `*` is any text. */
export const ingestPatterns = ['/v1/*', '/services/collector*', '/_*', '/*/_bulk'] as const;

const asExpression = ingestPatterns.map((pattern) => new RegExp(`^${pattern.split('*').join('.*')}$`));

export function isIngestPath(path: string): boolean {
  return asExpression.some((expression) => expression.test(path));
}

/**
 * Whether a request for `/` comes from an Elasticsearch client, which asks there who it talks to, and not from a
 * browser, which wants the console: browsers ask for HTML, clients send a token or ask for JSON.
 */
export function asksForElastic(
  method: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): boolean {
  const accept = String(headers.accept ?? '');
  if ((method !== 'GET' && method !== 'HEAD') || accept.includes('text/html')) return false;
  return headers.authorization !== undefined || accept.includes('json');
}
