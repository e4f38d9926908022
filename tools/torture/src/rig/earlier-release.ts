/**
 * Builds the bot of the last release into one file: from the history of this checkout, with the
 * packages that are installed here. Effects: runs git, and writes files. Errors: `NoHistory`,
 * whose message says what to do.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

export interface Release {
  readonly version: string;
  readonly commit: string;
}

export class NoHistory extends Error {
  override readonly name = 'NoHistory';
}

const checkout = fileURLToPath(new URL('../../../../', import.meta.url));
const git = (...words: string[]): Buffer =>
  execFileSync('git', words, { cwd: checkout, maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] });

/**
 * Finds the newest release in a changelog, by the commit that its entry names. Returns null if the
 * entry names none.
 */
export function newestRelease(changelog: string): Release | null {
  const [, version, commit] = /^## (\d+\.\d+\.\d+)\n[^#]*?\(commit `([\da-f]{40})`\)/m.exec(changelog) ?? [];
  return version === undefined || commit === undefined ? null : { version, commit };
}

/** Returns a hash of the code of this checkout, with the changes that are not committed; null without git. */
export function codeHere(): string | null {
  const folders = ['--', 'apps', 'libs', 'tools'];
  try {
    const code = createHash('sha256');
    code.update(git('ls-tree', '-r', 'HEAD', ...folders)).update(git('diff', 'HEAD', ...folders));
    const added = git('ls-files', '-z', '--others', '--exclude-standard', ...folders).toString();
    for (const file of added.split('\0').filter((name) => name !== ''))
      code.update(file).update(readFileSync(join(checkout, file)));
    return code.digest('hex').slice(0, 12);
  } catch {
    return null;
  }
}

export function lastRelease(): Release {
  const release = newestRelease(readFileSync(join(checkout, 'CHANGELOG.md'), 'utf8'));
  if (release === null) throw new NoHistory('CHANGELOG.md does not name the commit of its newest release');
  return release;
}

/** Throws `NoHistory` in a shallow clone or an archive, which lack the commit. */
export function requireCommit({ version, commit }: Release): void {
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
  } catch {
    throw new NoHistory(
      `the history here does not reach release ${version} (${commit.slice(0, 8)}): in a shallow clone, run git fetch --unshallow`,
    );
  }
}

/** Puts the release's sources into `folder`, and builds its bot. Returns the entry of the bot. */
export async function buildRelease(release: Release, folder: string): Promise<URL> {
  requireCommit(release);
  mkdirSync(folder, { recursive: true });
  const sources = git('archive', release.commit, 'apps/slackbot', 'libs');
  execFileSync('tar', ['-x', '-C', folder], { input: sources });
  const build = await rolldown({
    input: join(folder, 'apps/slackbot/src/main.ts'),
    platform: 'node',
    tsconfig: false,
    plugins: [packagesOf(folder)],
  });
  const file = join(folder, 'slackbot.mjs');
  await build.write({ file, format: 'esm', codeSplitting: false });
  await build.close();
  return pathToFileURL(file);
}

/** Resolves our own packages to those of the release, and outside packages to those of this checkout. */
function packagesOf(folder: string): Plugin {
  return {
    name: 'packages-of-a-release',
    async resolveId(source, importer) {
      if (importer === undefined || !importer.startsWith(folder) || /^[./]|^node:/.test(source)) return null;
      const [, name, sub = ''] = /^@leadbell\/([\w-]+)(\/.*)?$/.exec(source) ?? [];
      if (name !== undefined) return entryOf(folder, name, sub);
      const ours = relative(folder, importer).split(sep).slice(0, 2).join('/');
      return this.resolve(source, join(checkout, ours, 'package.json'), { skipSelf: true });
    },
  };
}

function entryOf(folder: string, name: string, sub: string): string | null {
  const home = ['libs', 'apps'].map((kind) => join(folder, kind, name)).find((path) => existsSync(path));
  if (home === undefined) return null;
  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, string>>;
  };
  const entry = exports[`.${sub}`];
  return entry === undefined ? null : join(home, entry);
}
