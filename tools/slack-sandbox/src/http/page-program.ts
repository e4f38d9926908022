/**
 * Builds the page's program as one file with its libraries, because a browser loads a hundred files much more slowly.
 * Builds it again when one of its files has changed. Effects: reads files. Rejects with rolldown's error if it can't
 * build a file; the next call tries again.
 */
import { stat } from 'node:fs/promises';
import { gemoji } from 'gemoji';
import type { Plugin } from 'rolldown';

export interface PageProgram {
  readonly code: string;
  /** The source map. */
  readonly map: string;
}

interface Built extends PageProgram {
  /** The files from which the program was built, and when each of them was changed. */
  readonly files: readonly string[];
  readonly changes: readonly number[];
}

/** A file's time may be this much behind `Date.now()`, because file systems read a clock that moves in steps. */
const clockStepMs = 100;
const emojiModule = 'gemoji-map';

/** `entry`: the path of the file with which the page starts. */
export function programFrom(entry: string): () => Promise<PageProgram> {
  let last: Promise<Built> | null = null;
  return () => {
    // Pages that are opened at the same time wait for the same build.
    const next = upToDate(entry, last);
    last = next;
    next.catch(() => {
      if (last === next) last = null;
    });
    return next;
  };
}

async function upToDate(entry: string, before: Promise<Built> | null): Promise<Built> {
  const built = await before;
  if (built === null) return build(entry);
  const changes = await changesOf(built.files).catch(() => []);
  return changes.join() === built.changes.join() ? built : build(entry);
}

async function build(entry: string): Promise<Built> {
  // Loaded only now, because most sandboxes of tests have no page open.
  const { rolldown } = await import('rolldown');
  const startedAt = Date.now();
  const bundle = await rolldown({ input: entry, platform: 'browser', logLevel: 'silent', plugins: [emojiByName] });
  try {
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false, sourcemap: true });
    const files = (await bundle.watchFiles).filter((file) => file !== emojiModule);
    return { code: output[0].code, map: String(output[0].map), files, changes: await changesBefore(startedAt, files) };
  } finally {
    await bundle.close();
  }
}

/** Makes the page's module of emoji from the `gemoji` package, which has more data than the page needs. */
const emojiByName: Plugin = {
  name: emojiModule,
  resolveId: (id) => (id === emojiModule ? id : null),
  load(id) {
    if (id !== emojiModule) return null;
    const names = gemoji.flatMap(({ emoji, names }) => names.map((name) => [name, emoji]));
    return `export const emoji = ${JSON.stringify(Object.fromEntries(names))};`;
  },
};

/** A file that was saved during the build gets `NaN`, so that the next request builds again. */
async function changesBefore(startedAt: number, files: readonly string[]): Promise<number[]> {
  return (await changesOf(files)).map((at) => (at < startedAt - clockStepMs ? at : NaN));
}

function changesOf(files: readonly string[]): Promise<number[]> {
  return Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
}
