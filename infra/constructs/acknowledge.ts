import { Reference, Stack, Tokenization, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts findings of cdk-nag's AWS Solutions checks on this construct and what is under it. Called on the narrowest
 * construct that has the finding, with the reason that an auditor would ask for.
 */
export function acknowledge(construct: IConstruct, reason: string, ...findings: readonly string[]): void {
  Validations.of(construct).acknowledge(
    ...findings.map((finding) => ({ id: `AwsSolutions-${finding}`, reason })),
  );
}

/**
 * The finding that cdk-nag reports for a policy on `<arn><rest>`: it spells a resource of the same stack
 * `<LogicalId.Arn>` and one of another stack by the name of its export.
 */
export function wildcardFinding(consumer: IConstruct, arn: string, rest: string): string {
  const fragments = Tokenization.reverseString(arn);
  const reference = fragments.length === 1 ? fragments.firstToken : undefined;
  const here = Stack.of(consumer);
  const home = reference && Reference.isReference(reference) ? Stack.of(reference.target) : here;
  const spelled = home === here ? here.resolve(arn) : home.resolve(home.exportValue(arn));
  return `IAM5[Resource::${flatten(spelled)}${rest}]`;
}

/** A resolved CloudFormation value as cdk-nag writes it (`flattenCfnReference`). */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, inner] = []] = Object.entries(value as Record<string, unknown>);
  if (name === 'Fn::Join') {
    const [separator, parts] = inner as [string, unknown[]];
    return parts.map(flatten).join(separator);
  }
  if (name === 'Fn::GetAtt') return `<${(inner as string[]).join('.')}>`;
  if (name === 'Ref') return `<${String(inner)}>`;
  if (name === 'Fn::ImportValue') return flatten(inner);
  return JSON.stringify(value);
}
