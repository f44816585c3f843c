/** How often the line changes, in milliseconds. */
const EVERY = 500;

/** Shows on a terminal how many events are done, on one line that is cleared in the end; shows nothing elsewhere. */
export function showProgress(stream: NodeJS.WriteStream): { update(events: number): void; end(): void } {
  if (!stream.isTTY) return { update: () => {}, end: () => {} };
  const begin = performance.now();
  let shown = begin;
  return {
    update(events) {
      const now = performance.now();
      if (now - shown < EVERY) return;
      shown = now;
      const rate = Math.round((events * 1_000) / (now - begin));
      stream.write(`\r\x1b[K${events.toLocaleString('en')} events, ${rate.toLocaleString('en')} events/s`);
    },
    end: () => void stream.write('\r\x1b[K'),
  };
}
