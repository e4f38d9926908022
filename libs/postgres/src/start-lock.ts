/**
 * Lets one process at a time create or start the server of a data directory. Effects: a file that names its holder; it
 * counts as gone if the holder died.
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

/** Locks of this very process: in a container every earlier process may have had our number. */
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
 * An empty file is just being written. A process number alone proves little, since in a container another process soon
 * gets it, so the start time of the process is stored beside it.
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

/** An empty file stays if its writer was killed at that very moment. */
function isYoung(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) < writingMs;
}

/** `4711 88210`: the process, and its start time where the system gives it. */
function identityOf(pid: number): string {
  const status = `/proc/${pid}/stat`;
  if (!existsSync(status)) return String(pid);
  // The name, in parentheses, may contain anything; the 20th field after it is the start time.
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
