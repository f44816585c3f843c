/** The part of splunk-logging, which has no types of its own, that test/system/senders.test.ts uses. */
declare module 'splunk-logging' {
  export class Logger {
    constructor(config: { token: string; url: string; maxBatchCount: number; maxRetries: number });
    error: (error: unknown, context: unknown) => void;
    send(
      context: { message: unknown; metadata: { time: number; host: string } },
      done: (error: Error | null, response: unknown, body: { code?: number } | undefined) => void,
    ): void;
  }
}
