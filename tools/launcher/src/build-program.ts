/**
 * Builds a program as one file, in a process of its own that `built-bot.ts` starts. Otherwise the bot that starts next
 * would keep the builder's memory, half a gigabyte. Gets a `Build`, answers with a `Built`.
 */
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

export interface Build {
  readonly root: string;
  /** All paths here are relative to the root. */
  readonly entry: string;
  /** The folder in which the program is put. */
  readonly folder: string;
}

export type Built =
  | {
      readonly code: string;
      /** Also lists files of which the program contains only constants. */
      readonly sources: readonly string[];
    }
  | { readonly problem: string };

/**
 * The module that looks for the bundled PostgreSQL relative to its own path. So the built program must give it the path
 * of its source.
 */
const findsBinaries = 'libs/postgres/src/binaries.ts';

process.once('message', (build: Build) => {
  void built(build).then((answer) => process.send?.(answer, () => process.disconnect?.()));
});

async function built(build: Build): Promise<Built> {
  try {
    return await run(build);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function run({ root, entry, folder }: Build): Promise<Built> {
  const source = join(root, findsBinaries);
  const bundle = await rolldown({
    input: join(root, entry),
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'place-of-binaries',
        transform: (code, id) =>
          id === source
            ? code.replace(
                'import.meta.url',
                `new URL('${relative(join(root, folder), source)}', import.meta.url).href`,
              )
            : null,
      },
    ],
  });
  // Keeps names and lines, so that stack traces can be read.
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false, comments: false });
  const read = await bundle.watchFiles;
  await bundle.close();
  const isOurs = (id: string): boolean => id.startsWith(root) && !id.includes('node_modules');
  return { code: inAscii(output[0].code), sources: read.filter(isOurs).map((id) => relative(root, id)) };
}

/**
 * Writes `ع` as `\u0639`, because Node keeps the text of a program in memory, with two bytes for each
 * character if any character needs two. Code that reads the raw text of a literal (`String.raw`)
 * gets the escape instead; in a regular expression the escape means the same.
 */
function inAscii(code: string): string {
  return code.replace(/(\\*)([\u0080-\uFFFF])/g, (_, before: string, sign: string) => {
    const kept = before.length % 2 === 0 ? before : before.slice(1);
    return `${kept}\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
