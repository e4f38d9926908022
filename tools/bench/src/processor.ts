/** Processor time and memory of processes, from `/proc`. Linux only. Times are milliseconds, exact to 10 ms. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Used {
  readonly user: number;
  readonly system: number;
}

/** The milliseconds of one tick of the kernel. */
const tickMs = 10;

export function usedBy(pid: number | undefined): Used {
  const [user = 0, system = 0] = ticksOf(String(pid));
  return { user: user * tickMs, system: system * tickMs };
}

/** Returns the processor time of the server and all of its connections, including those that have ended. */
export function usedByPostgres(server: number): Used {
  let own = ticksOf(String(server));
  let rest = childrenOf(server).map(ticksOf);
  // If a connection ended meanwhile, everything is read again, because otherwise that connection's time would count
  // twice or not at all.
  for (let again = ticksOf(String(server)); again.join() !== own.join(); again = ticksOf(String(server))) {
    own = again;
    rest = childrenOf(server).map(ticksOf);
  }
  // Adds up the times of the server, of its children that have ended, and of its children that run.
  const sum = (place: 0 | 1) =>
    ((own[place] ?? 0) + (own[place + 2] ?? 0) + rest.reduce((all, ticks) => all + (ticks[place] ?? 0), 0)) * tickMs;
  return { user: sum(0), system: sum(1) };
}

/** Returns the process id of the server that this connection's process belongs to. */
export function serverOf(connection: number): number {
  return Number(statOf(String(connection))[1]);
}

export function between(before: Used, after: Used): Used {
  return { user: after.user - before.user, system: after.system - before.system };
}

export function rssOf(pid: number | undefined): number {
  return field(`/proc/${pid}/status`, 'VmRSS');
}

/** Returns the memory of all processes of the server, with each shared page counted once. */
export function memoryOfPostgres(server: number): number {
  return [String(server), ...childrenOf(server)].reduce(
    (sum, pid) => sum + field(`/proc/${pid}/smaps_rollup`, 'Pss'),
    0,
  );
}

/** Returns `utime stime cutime cstime`. */
function ticksOf(pid: string): readonly number[] {
  return statOf(pid).slice(11, 15).map(Number);
}

function childrenOf(parent: number): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)[1] === String(parent));
}

/** Returns the fields after the command: state, parent, … */
function statOf(pid: string): readonly string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(file))?.[1] ?? 0) * 1_024;
}

/** Returns an empty text if the process has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
