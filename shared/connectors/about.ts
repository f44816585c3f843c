/** What a person has to know of a connector; its page in `docs/connectors/` is made of this, its tables and its samples. */
export type ConnectorAbout = {
  /** The product, as people call it. */
  title: string;
  /** What it reads: kinds of events and the forms that they come in. */
  reads: readonly string[];
  /** How the vendor is told to send, step by step. */
  setup: readonly string[];
  /** What it does not do. */
  limits: readonly string[];
};
