/**
 * How often a property is tried: a third of `all` in a normal run, with a different seed each time, and all with
 * `THOROUGH_TESTS=1`, as before a release. Reads the environment. Errors: none.
 */
export function runs(all: number): number {
  return process.env['THOROUGH_TESTS'] === '1' ? all : Math.ceil(all / 3);
}
