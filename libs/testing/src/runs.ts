/** Whether to try every case, as before a release. Reads the environment. */
export const isThorough: boolean = process.env['THOROUGH_TESTS'] === '1';

/** A property with few cases keeps up to this many of them in the usual suite. */
const few = 5;

/**
 * Returns how many cases of a property to try: all in a thorough run, otherwise about a twentieth. When the code of a
 * package changes, its usual suite tries different cases.
 */
export function runs(all: number): number {
  return isThorough ? all : Math.max(Math.ceil(all / 20), Math.min(Math.ceil(all / 8), few));
}
