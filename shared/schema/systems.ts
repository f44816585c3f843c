import { z } from 'zod';

/** Name of a secret in the secret store, relative to the cell's own prefix. */
const secretName = z.string().regex(/^[a-z0-9][a-z0-9/_-]{0,199}$/);

const shared = { url: z.url(), secret: secretName };

/**
 * The systems that the operator shares among customers: one row of `infra/config.ts`, handed to the functions that
 * provision. Passwords and tokens are named here and live in the secret store.
 */
export const systemsSchema = z.strictObject({
  graylog: z
    .strictObject({
      ...shared,
      /** Title of the pipeline that every customer's stream is connected to. */
      pipeline: z.string().min(1),
      /** The field by which a message names its customer. */
      customer_field: z.string().default('agent_labels_customer'),
    })
    .nullable(),
  wazuh: z.strictObject({ ...shared }).nullable(),
  opensearch: z.strictObject({ ...shared }).nullable(),
  grafana: z
    .strictObject({
      ...shared,
      /** Address of the search cluster as Grafana itself reaches it. */
      search_url: z.url(),
    })
    .nullable(),
  /** Addresses of Microsoft's clouds; other ones for sovereign clouds and for rehearsals. */
  microsoft: z.strictObject({
    login: z.url(),
    management: z.url(),
    graph: z.url(),
    defender: z.url(),
    /** Suffix-independent address of Logs Ingestion; null where each rule names its own, as in Azure. */
    ingestion: z.url().nullable(),
    /** Of the Office 365 Management Activity API; null where the customer's plan tells it, as in Azure. */
    activity: z.url().nullable(),
  }),
  /** Address of CrowdStrike's API; null where the customer's cloud tells it, as outside of rehearsals. */
  falcon: z.url().nullable(),
  /**
   * Hosts that may be called although they are private or without TLS, as `host`, `host:port` or `http://host:port`.
   * Everything else must be public and https.
   */
  allowed_hosts: z.array(z.string().min(1)),
  /** Certificates of private authorities that are trusted besides the public ones, as PEM. */
  certificates: z.array(z.string()),
});
export type Systems = z.infer<typeof systemsSchema>;
