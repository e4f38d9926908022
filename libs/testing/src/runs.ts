/** Whether to try every case, as before a release. Reads the environment. */
export const isThorough: boolean = process.env['THOROUGH_TESTS'] === '1';

/** If a property has few cases, the usual suite tries an eighth of them, but at most this many. */
const few = 5;

/**
 * Returns how many cases of a property to try: all in a thorough run, otherwise about a twentieth. When the code of a
 * package changes, its usual suite tries different cases.
 */
export function runs(all: number): number {
  return isThorough ? all : Math.max(Math.ceil(all / 20), Math.min(Math.ceil(all / 8), few));
}
