import axe from 'axe-core';
import type { Tab } from './browser.ts';

/**
 * What axe finds serious or critical on the page as it is, each with where it is. Evaluated by the debugger, since the
 * page's own content policy lets no foreign script in.
 */
export async function seriousFindings({ page }: Tab): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
