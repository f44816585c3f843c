import { inject } from 'vitest';
import { parse } from 'yaml';

type Template = { Resources: Record<string, { Properties: Record<string, unknown> }> };

/**
 * Makes the EventBridge part of a feed's template in the emulator, whose CloudFormation knows neither connections nor
 * API destinations: the same properties go to EventBridge's own calls, in the order in which they refer to one another.
 */
export async function buildFeed(text: string, parameters: Record<string, string>): Promise<void> {
  const known: Record<string, string> = {
    ...parameters,
    'Caller.Arn': 'arn:aws:iam::000000000000:role/caller',
  };
  const name = `feed-${parameters.BucketName}`;
  const properties = (resource: string): Record<string, unknown> => {
    const at = (reference: string): string => known[reference] ?? reference;
    const customTags = [
      { tag: '!Ref', resolve: at },
      { tag: '!GetAtt', resolve: at },
      {
        tag: '!Sub',
        resolve: (value: string) => value.replace(/\$\{(\w+)\}/g, (_all, one: string) => at(one)),
      },
    ];
    const template = parse(text, { customTags }) as Template;
    const found = template.Resources[resource];
    if (found === undefined) throw new Error(`the template has no ${resource}`);
    return found.Properties;
  };
  const connection = await events('CreateConnection', { Name: name, ...properties('Connection') });
  known['Connection.Arn'] = String(connection.ConnectionArn);
  const destination = await events('CreateApiDestination', { Name: name, ...properties('Destination') });
  known['Destination.Arn'] = String(destination.ApiDestinationArn);
  const { EventPattern, Targets } = properties('Rule');
  await events('PutRule', { Name: name, State: 'ENABLED', EventPattern: JSON.stringify(EventPattern) });
  // The emulator has no queue of that name to leave undelivered events in.
  const targets = (Targets as Record<string, unknown>[]).map(({ DeadLetterConfig: _, ...target }) => target);
  await events('PutTargets', { Rule: name, Targets: targets });
}

async function events(action: string, body: unknown): Promise<Record<string, unknown>> {
  const { aws } = inject('stack');
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSEvents.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261122/${aws.region}/events/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
