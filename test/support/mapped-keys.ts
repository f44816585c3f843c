import { ocsfClasses } from '#shared/translate/ocsf/classes.ts';
import { common } from '#shared/translate/ocsf/common.ts';
import type { Shape } from '#shared/translate/shape.ts';
import { layoutOf, udmActivities } from '#shared/translate/udm/layouts.ts';

/** One row of a table of shapes: which key fills which path. */
export type Mapped = { key: string; path: string };

export function rowsOf(shape: Shape, prefix = ''): Mapped[] {
  const at = shape.at === '' ? prefix : `${prefix}${shape.at}.`;
  return [
    ...shape.rows.map(([key, field]) => ({ key, path: `${at}${field}` })),
    ...(shape.parts ?? []).flatMap((part) => rowsOf(part, at)),
  ];
}

/** Every attribute that a table of OCSF or UDM reads. */
export function mappedKeys(): string[] {
  const shapes = [
    ...common,
    ...Object.values(ocsfClasses).flatMap((one) => one.shapes),
    ...udmActivities.map(layoutOf),
  ];
  const keys = shapes.flatMap((shape) => rowsOf(shape)).map(({ key }) => key);
  return [...new Set(keys)].filter((key) => !key.startsWith('$')).sort();
}
