/**
 * Cleans up after a process, however it ends: stops the databases that were started in a folder,
 * and deletes the folder. For this, a shell waits at one end of a pipe. The system closes the other
 * end when the process ends, even if the process is killed. Effects: starts a process that ends
 * about a second after this one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Reaper {
  /** Stops the databases and deletes the folder now. */
  reap(): Promise<void>;
}

/**
 * PostgreSQL is shut down immediately, because its data is thrown away. After a kill, the script
 * looks for databases several times, for about a second, because a database may be just starting.
 * Such a database is found by a later look, or fails to start because its folder is gone.
 */
const script = `
trap '' INT TERM HUP
rounds=5
read -r word && rounds=1
while [ "$rounds" -gt 0 ]; do
  rounds=$((rounds - 1))
  find "$1" -name postmaster.pid 2> /dev/null | while read -r file; do
    pid=$(head -n 1 "$file" 2> /dev/null)
    case $pid in '' | *[!0-9]*) continue ;; esac
    tries=100
    kill -QUIT "$pid" 2> /dev/null
    while [ "$tries" -gt 0 ] && [ -e "$file" ] && kill -0 "$pid" 2> /dev/null; do tries=$((tries - 1)); sleep 0.05; done
  done
  rm -rf "$1"
  [ "$rounds" -gt 0 ] && sleep 0.25
done`;

/** Removes the folder and stops its databases when this process ends. */
export function reapWithThisProcess(folder: string): Reaper {
  const child = spawn('/bin/sh', ['-c', script, 'leadbell-reaper', folder], {
    // A process group of its own, so that Ctrl+C in the terminal does not end it.
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(child, 'exit');
  child.unref();
  return {
    async reap() {
      child.ref();
      child.stdin.end('orderly\n');
      await ended;
    },
  };
}
