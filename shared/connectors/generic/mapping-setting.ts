import { compileMapping } from '#shared/connectors/generic/mapping.ts';
import { mappingRowsSchema } from '#shared/connectors/generic/mapping-schema.ts';
import type { Setting } from '#shared/connectors/setting.ts';

export const mappingSetting: Setting = {
  name: 'mapping',
  label: 'Mapping of fields',
  help: 'Rows of `from` (the vendor’s field, or a path with dots in JSON) and `to` (a canonical key, or `timestamp`, `severity`, `category`, `labels.<name>`), over what the connector finds by itself. `as`: ip, port, number, text. `format`: of the timestamp. `values` and `otherwise`: the vendor’s value → ours. `required`: without it the event is sidelined.',
  form: 'json',
  example: [
    { from: 'cli_addr', to: 'source.ip', as: 'ip' },
    { from: 'when', to: 'timestamp', format: 'dd.MM.yyyy HH:mm:ss' },
    { from: 'lvl', to: 'severity', values: { crit: 9, warn: 4 }, otherwise: 1 },
    { from: 'kind', to: 'category', values: { logon: 'auth' }, otherwise: 'ops' },
  ],
  schema: mappingRowsSchema.transform(compileMapping),
};
