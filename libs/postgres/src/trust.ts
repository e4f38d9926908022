/**
 * Checks that the data folder may be trusted, because it holds passwords and the paths of programs that Leadbell runs.
 * The folder must belong to this account or to root, and no other account may write in it. Effects: looks at files, and
 * takes away the group's right to write. Throws `PostgresError` (`cannot-run`), whose message has the command that
 * repairs the folder.
 */
import { chmodSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PostgresError } from './errors.ts';

const writableByGroup = 0o020;
const writableByOthers = 0o002;
const sticky = 0o1000;

/** Call before anything in the folder is read or run. A link is fine if both it and its target are ours. */
export function requireOurs(folder: string): void {
  const found = requireOwner(folder, ownUid());
  if (found === null) return;
  const real = realpathSync(folder);
  requireSafeParents(real);
  if ((found.mode & writableByOthers) !== 0)
    throw untrusted(
      `every account of this machine may write in ${folder}: look at what is in it, then chmod o-w ${folder}`,
    );
  // Takes away the group's right to write, without an error: many systems give each account a group of its own, which
  // may write.
  if ((found.mode & writableByGroup) !== 0 && found.uid === ownUid()) chmodSync(real, found.mode & 0o7755);
}

/** Checks the files that are read before the database answers. */
export function requireOurFiles(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const file = join(folder, name);
    const found = requireOwner(file, ownUid());
    if (found !== null && (found.mode & (writableByGroup | writableByOthers)) !== 0)
      throw untrusted(`other accounts may change ${file}: look at what is in it, then chmod 600 ${file}`);
  }
}

/** `uid`: the account that must own the file; root may own it too. Returns null if there is no such file. */
export function requireOwner(path: string, uid: number): Stats | null {
  const link = lstatSync(path, { throwIfNoEntry: false });
  const found = statSync(path, { throwIfNoEntry: false });
  const other = [link, found].find((one) => one !== undefined && one.uid !== uid && one.uid !== 0);
  if (other !== undefined) {
    throw untrusted(
      `${path} belongs to another account (${other.uid}), which could have put anything there: run Leadbell as that account, or, if the folder is yours, chown -Rh ${uid} ${path}`,
    );
  }
  return found ?? null;
}

/**
 * Refuses a folder if every account may write in one of its parents and the parent has no sticky bit, because any
 * account could then replace the folder with another one.
 */
function requireSafeParents(folder: string): void {
  for (let at = dirname(folder); ; at = dirname(at)) {
    const { mode } = statSync(at);
    if ((mode & writableByOthers) !== 0 && (mode & sticky) === 0)
      throw untrusted(
        `every account of this machine may replace ${folder}, since it may write in ${at}: chmod o-w ${at}`,
      );
    if (at === dirname(at)) return;
  }
}

/** Returns 0 on Windows, where files have no such owner. */
function ownUid(): number {
  return process.getuid?.() ?? 0;
}

function untrusted(why: string): PostgresError {
  return new PostgresError('cannot-run', `The data folder is not safe: ${why}`);
}
