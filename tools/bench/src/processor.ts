/**
 * Processor time and memory of processes, from `/proc`. Linux only. Times are milliseconds, to the
 * hundredth of a second.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface Used {
  readonly user: number;
  readonly system: number;
}

/** Milliseconds for each tick of the kernel. */
const tickMs = 10;

export function usedBy(pid: number | undefined): Used {
  const [user = 0, system = 0] = ticksOf(String(pid));
  return { user: user * tickMs, system: system * tickMs };
}

/** Used by the server and all of its connections, including those that have ended. */
export function usedByPostgres(server: number): Used {
  let own = ticksOf(String(server));
  let rest = childrenOf(server).map(ticksOf);
  // A connection that ended in between would count twice or not at all.
  for (let again = ticksOf(String(server)); again.join() !== own.join(); again = ticksOf(String(server))) {
    own = again;
    rest = childrenOf(server).map(ticksOf);
  }
  // Its own, and that of ended connections, at every second place.
  const sum = (place: 0 | 1) =>
    ((own[place] ?? 0) + (own[place + 2] ?? 0) + rest.reduce((all, ticks) => all + (ticks[place] ?? 0), 0)) * tickMs;
  return { user: sum(0), system: sum(1) };
}

/** The server that this connection of it belongs to. */
export function serverOf(connection: number): number {
  return Number(statOf(String(connection))[1]);
}

export function between(before: Used, after: Used): Used {
  return { user: after.user - before.user, system: after.system - before.system };
}

export function rssOf(pid: number | undefined): number {
  return field(`/proc/${pid}/status`, 'VmRSS');
}

/** All processes of the server, with each shared page counted once. */
export function memoryOfPostgres(server: number): number {
  return [String(server), ...childrenOf(server)].reduce(
    (sum, pid) => sum + field(`/proc/${pid}/smaps_rollup`, 'Pss'),
    0,
  );
}

/** `utime stime cutime cstime`. */
function ticksOf(pid: string): readonly number[] {
  return statOf(pid).slice(11, 15).map(Number);
}

function childrenOf(parent: number): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)[1] === String(parent));
}

/** The fields after the command: state, parent, … */
function statOf(pid: string): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(file))?.[1] ?? 0) * 1_024;
}

/** Empty if the process has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
