const isThorough = process.env['THOROUGH_TESTS'] === '1';

/** Works like `runs` of `@leadbell/testing`, which can't be used here because it imports the domain. For tests. */
export const runs = (all: number): number =>
  isThorough ? all : Math.max(Math.ceil(all / 20), Math.min(Math.ceil(all / 8), 5));

/** Returns a third of the cases, chosen by the seed of the run; with `THOROUGH_TESTS=1`, returns all cases. */
export function some<T>(all: Iterable<T>): readonly T[] {
  const list = [...all];
  const first = Number(process.env['PROPERTY_SEED']) % 3;
  return list.filter((_, n) => isThorough || n % 3 === first);
}
