/** Works like `runs` of `@leadbell/testing`, which can't be used here because it imports the domain. For tests. */
export const runs = (all: number): number => (process.env['THOROUGH_TESTS'] === '1' ? all : Math.ceil(all / 8));

/** Returns a third of the cases, chosen at random; all of them with `THOROUGH_TESTS=1`. */
export function some<T>(all: Iterable<T>): readonly T[] {
  const list = [...all];
  const of = runs(3);
  const first = Math.floor(Math.random() * 3);
  return list.filter((_, n) => of === 3 || n % 3 === first);
}
