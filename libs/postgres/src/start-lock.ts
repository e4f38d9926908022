/**
 * Lets one process at a time create or start the server of a data directory. Effects: writes a file that names its
 * holder; if the holder has died, the lock counts as gone.
 */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const lookAgainMs = 50;
const patienceMs = 120_000;
const writingMs = 2_000;

export async function whileStarting<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const endsAt = performance.now() + patienceMs;
  while (!take(lockFile)) {
    if (performance.now() > endsAt) throw new Error('another process has been starting the database for two minutes');
    await delay(lookAgainMs);
  }
  try {
    return await work();
  } finally {
    release(lockFile);
  }
}

/** The locks that this process holds. In a container, a file with our process number may be from an earlier process. */
const ours = new Set<string>();

function take(file: string): boolean {
  try {
    writeFileSync(file, identityOf(process.pid), { flag: 'wx', mode: 0o600 });
    ours.add(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

function release(file: string): void {
  ours.delete(file);
  rmSync(file, { force: true });
}

/**
 * An empty file is a lock that is being written. The file holds the process number and the start time of its writer,
 * because in a container another process soon gets the same number.
 */
function isHeld(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  if (text === '') return isYoung(file);
  const pid = Number(text.split(' ')[0]);
  if (pid === process.pid) return text === identityOf(pid) && ours.has(file);
  return isAlive(pid) && text === identityOf(pid);
}

/** A writer that was killed leaves an empty file, so an empty file counts as a lock only while it is young. */
function isYoung(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) < writingMs;
}

/** For example `4711 88210`: the process number, and the start time if the system gives it. */
function identityOf(pid: number): string {
  const status = `/proc/${pid}/stat`;
  if (!existsSync(status)) return String(pid);
  // The process name stands in parentheses and may contain anything. The start time is the 20th field after the name.
  const fields = readFileSync(status, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return `${pid} ${fields[19] ?? ''}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
