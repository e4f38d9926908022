/**
 * How often a property is tried: usually an eighth of `all`, each time with another seed; all of them with
 * `THOROUGH_TESTS=1`, as before a release. Reads the environment. Errors: none.
 */
export function runs(all: number): number {
  return process.env['THOROUGH_TESTS'] === '1' ? all : Math.ceil(all / 8);
}
