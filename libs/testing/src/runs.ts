/**
 * How often a property is tried: an eighth of `all` in the usual suite, each time with another seed, and all of them with `THOROUGH_TESTS=1`, as
 * before a release. Reads the environment. Errors: none.
 */
export function runs(all: number): number {
  return process.env['THOROUGH_TESTS'] === '1' ? all : Math.ceil(all / 8);
}
