/** Joins stretches of time that are close to each other, so that bulks created together share a request. Pure. */
import { cutWindow, type Instant, type Window } from '@leadbell/domain';

const togetherMs = 10 * 60_000;
const dayMs = 24 * 3_600_000;

/** The joined windows, each of at most a day, the newest first. */
export function closeWindows(windows: readonly Window[]): readonly Window[] {
  const joined: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of windows.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || from - last.to > togetherMs) joined.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return joined.flatMap((window) => cutWindow(window, dayMs)).toReversed();
}
