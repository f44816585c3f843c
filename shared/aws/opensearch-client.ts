import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';

/** Amazon's managed clusters want signed requests (SigV4); a cluster at any other address is the operator's own. */
export const isAmazonDomain = (url: string): boolean =>
  /\.(amazonaws\.com(\.cn)?|on\.aws)$/.test(new URL(url).hostname);

/** `signed`: Amazon's domains want requests signed with the function's role (SigV4); other clusters take them as they are. */
export function makeOpenSearchClient(options: { url: string; signed: boolean }): Client {
  const common = {
    node: options.url,
    requestTimeout: 10_000,
    maxRetries: 2,
    compression: 'gzip' as const,
  };
  if (!options.signed) return new Client(common);
  const region = /\.([a-z0-9-]+)\.es\.amazonaws/.exec(options.url)?.[1] ?? process.env.AWS_REGION ?? '';
  return new Client({
    ...common,
    ...AwsSigv4Signer({
      region,
      service: 'es',
      getCredentials: () => defaultProvider()(),
    }),
  });
}
