/** As `runs` of `@leadbell/testing`, which imports the domain. For tests. */
export const runs = (all: number): number => (process.env['THOROUGH_TESTS'] === '1' ? all : Math.ceil(all / 3));
