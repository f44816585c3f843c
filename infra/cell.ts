import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Route } from '#shared/api/route.ts';
import type { Cell } from './config.ts';
import { AppStack } from './stacks/app.ts';
import { DataStack } from './stacks/data.ts';
import { WebStack } from './stacks/web.ts';

export type CellStacks = { data: DataStack; code: AppStack; web: WebStack };

export type CellParts = {
  root: string;
  bundles: string;
  routes: readonly Pick<Route, 'method' | 'path' | 'domain' | 'scope'>[];
  webAssets: string | undefined;
  openSearchUrl?: string | undefined;
  cognitoEndpoint?: string | undefined;
  ingestUrl?: string | undefined;
};

/** The three stacks of one cell, with cdk-nag's AWS Solutions checks over all of them. */
export function addCell(app: App, cell: Cell, parts: CellParts): CellStacks {
  const account = process.env.CDK_DEFAULT_ACCOUNT;
  const env = { region: cell.region, ...(account ? { account } : {}) };
  const id = (part: string) => `gatehouse-${cell.stage}-${part}`;
  const { openSearchUrl, cognitoEndpoint, ingestUrl, root, bundles, routes } = parts;

  const data = new DataStack(app, id('data'), { env, cell, openSearchUrl });
  const code = new AppStack(app, id('app'), {
    env,
    cell,
    data,
    root,
    bundles,
    routes,
    cognitoEndpoint,
    ingestUrl,
  });
  const web = new WebStack(app, id('web'), { env, cell, data, app: code, assets: parts.webAssets });
  Tags.of(app).add('gatehouse:stage', cell.stage);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { data, code, web };
}
