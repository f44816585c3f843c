import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { once } from '#shared/once.ts';
import type { RuleCatalogue } from '#shared/ports/rule-catalogue.ts';

/** The compiled ruleset that the build puts beside the bundle, read when it is first asked for. */
export function readRuleCatalogue(file: URL): RuleCatalogue {
  return { all: once(() => z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')))) };
}
