/** One process at a time makes or starts the server of a data directory. Effects: a file that names its holder; one whose holder died counts as gone. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const lookAgainMs = 50;
const patienceMs = 120_000;

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

/** Locks of this very process: in a container every process before us may have had our number. */
const ours = new Set<string>();

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
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

/** An empty file is one that is being written. */
function isHeld(file: string): boolean {
  try {
    const text = readFileSync(file, 'utf8');
    if (text === '') return true;
    if (Number(text) === process.pid) return ours.has(file);
    process.kill(Number(text), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
