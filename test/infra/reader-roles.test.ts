import { expect, it } from 'vitest';
import { list, property, type Statement, synthesize } from './synthesized.ts';

it('one function takes roles of customers, and those only that they made for it', () => {
  const statements = synthesize('prod', 'eu-west-1')
    .ofType('AWS::IAM::Policy')
    .map(({ id, ...entry }) => ({
      id,
      taking: (property({ id, ...entry }, 'PolicyDocument.Statement') as Statement[]).filter(({ Action }) =>
        list(Action).some((action) => action.startsWith('sts:')),
      ),
    }))
    .flatMap(({ id, taking }) =>
      taking.map(({ Action, Resource }) => [id, Action, JSON.stringify(Resource)]),
    );
  expect(statements).toEqual([
    [
      expect.stringMatching(/^ReadObjects/),
      'sts:AssumeRole',
      expect.stringMatching(/iam::\*:role\/gatehouse\/\*"/),
    ],
  ]);
});
