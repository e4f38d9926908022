/** Every few seconds, reports the progress of a long command on standard error. Pure. */
import { counted } from './text.ts';

const everyMs = 2_000;

export interface Progress {
  readonly onRows: (count: number) => void;
}

/** `elapsed`: a monotonic clock, in milliseconds. */
export function progressOf(say: (text: string) => void, elapsed: () => number): Progress {
  let rows = 0;
  let nextAt = elapsed() + everyMs;
  return {
    onRows(count) {
      rows += count;
      if (elapsed() < nextAt) return;
      nextAt = elapsed() + everyMs;
      say(`${counted(rows, 'row')} so far …`);
    },
  };
}
