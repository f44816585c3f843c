import { z } from 'zod';
import type { Setting } from '#shared/connectors/setting.ts';

const MAX_FIELDS = 60;
const FIELD = /^(?:\$\{[a-z][a-z0-9-]{0,60}\}|[a-z][a-z0-9-]{0,60})$/;

/** A customer may choose the fields of a flow log and their order; the lines do not say which. */
export const flowLogFormatSetting: Setting = {
  name: 'flow_log_format',
  label: 'Format of the VPC flow log',
  help: 'The log line format as the flow log\u2019s page in AWS shows it. Needed only for a format of your own in lines without a header, such as those in CloudWatch Logs.',
  form: 'text',
  example: 'version vpc-id srcaddr dstaddr srcport dstport protocol start end action',
  schema: z
    .string()
    .max(2_000)
    .transform((text) => text.trim().split(/\s+/))
    .refine((words) => words.length <= MAX_FIELDS && words.every((word) => FIELD.test(word)), {
      message: 'must be names of fields parted by blanks, such as srcaddr dstaddr action',
      abort: true,
    })
    .transform((words) => words.map((word) => word.replace(/[${}]/g, '')))
    .refine(
      (names) => names.includes('srcaddr') && names.includes('dstaddr'),
      'must hold srcaddr and dstaddr',
    )
    .refine((names) => new Set(names).size === names.length, 'names a field twice'),
};
