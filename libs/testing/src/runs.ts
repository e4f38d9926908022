/** Whether every case is to be tried, as before a release. Reads the environment. */
export const isThorough: boolean = process.env['THOROUGH_TESTS'] === '1';

/** A property that is tried rarely in any case keeps up to this many of its cases. */
const few = 5;

/**
 * How often a property is tried: with all cases in a thorough run, and with a twentieth of them in the usual suite,
 * which are other cases after each commit. Errors: none.
 */
export function runs(all: number): number {
  return isThorough ? all : Math.max(Math.ceil(all / 20), Math.min(Math.ceil(all / 8), few));
}
