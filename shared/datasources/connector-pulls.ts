import { isPulled } from '#shared/datasources/template.ts';
import { templateNamed } from '#shared/datasources/templates.ts';
import type { Source } from '#shared/schema/source.ts';

/** A source without a template is pushed by whatever its owner set up. */
export const connectorTypeOf = ({ template_id }: Pick<Source, 'template_id'>) =>
  templateNamed(template_id)?.connector_type ?? 'webhook';

/** Whether Gatehouse fetches the source's events. */
export const connectorPulls = (source: Pick<Source, 'template_id'>): boolean =>
  isPulled(connectorTypeOf(source));
