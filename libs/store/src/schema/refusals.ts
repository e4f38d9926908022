/**
 * Says in one sentence why a database can't be used, and what to do. Pure. The sentence quotes a name from the database
 * only if Leadbell uses it, or if it has the form of a migration's name.
 */
import { StoreError } from '../errors.ts';
import type { Records } from './records.ts';
import { expectedShape, tableOf } from './shape.ts';

const restoreElsewhere = 'restore a backup into an empty database (leadbell restore) and give Leadbell that one';

/** For unknown migrations. Throws `StoreError`. */
export function refuseUnknown({ names }: Pick<Records, 'names'>, known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  const [first] = unknown;
  if (first === undefined) return;
  if (unknown.length === names.length) throw ofAnother('its list of migrations is not Leadbell’s');
  const last = known.toSorted().at(-1) ?? '';
  if (unknown.every((name) => name > last)) {
    throw new StoreError(
      'version',
      'The database was brought up to date by a later Leadbell: run that Leadbell, or restore a backup that was made before',
    );
  }
  throw new StoreError(
    'schema',
    `The database has a migration that no release of Leadbell has (${shown(first)}): ${restoreElsewhere}`,
  );
}

/** Refuses a database that no Leadbell has used. Throws `StoreError`. */
export function refuseEmpty({ names }: Pick<Records, 'names'>): void {
  if (names.length > 0) return;
  throw new StoreError(
    'empty',
    'There is no Leadbell data in this database: the first start of Leadbell, or leadbell migrate, makes the tables',
  );
}

/** Refuses tables that contradict the list of migrations. Throws `StoreError`. */
export function refuseHalfMade({ names }: Records, shape: ReadonlySet<string>, known: readonly string[]): void {
  const expected = expectedShape(names);
  const latest = expectedShape(known);
  const early = [...latest].find((line) => shape.has(line) && !expected.has(line));
  if (early !== undefined && names.length > 0)
    throw halfMade(`${thing(early, new Set())} is there before its migration`);
  const first = [...expected].find((line) => !shape.has(line));
  if (first !== undefined) throw halfMade(`${thing(first, shape)} is missing or changed`);
  if (early === undefined) return;
  const tables = tablesOf(shape);
  const kept = tablesOf(latest);
  const lasting = tablesOf(expectedShape(known.toSorted().slice(0, 1))).filter((name) => kept.includes(name));
  if (lasting.every((name) => tables.includes(name))) throw halfMade('its list of migrations is missing');
  throw ofAnother(`it has tables that are not Leadbell’s under the names ${tables.slice(0, 3).join(', ')}`);
}

/** Refuses migrations that were applied in another form. Throws `StoreError`. */
export function refuseOtherForms({ names, checksums }: Records, today: ReadonlyMap<string, string>): void {
  const other = names.find((name) => (checksums.get(name) ?? today.get(name)) !== today.get(name));
  if (other === undefined) return;
  throw new StoreError(
    'schema',
    `The database was made with another form of the migration ${shown(other)}: back it up with the Leadbell that ran it last (leadbell backup), then ${restoreElsewhere}`,
  );
}

/** Describes any other failure to bring the tables up to date. The failed transaction must be rolled back. */
export function notBroughtUpToDate(error: unknown, migration: string | null): StoreError {
  const { code } = error as { code?: unknown };
  const state = typeof code === 'string' ? code : 'no answer';
  const options = { cause: error };
  if (!/^[0-9A-Z]{5}$/.test(state) || /^(?:08|57P)/.test(state)) {
    return new StoreError(
      'unreachable',
      `The connection to the database broke while its tables were brought up to date (${state}): nothing was changed, start Leadbell again`,
      options,
    );
  }
  if (state === '42501') {
    return new StoreError(
      'schema',
      'The account may not make or change tables (42501): Leadbell’s database or schema must belong to the account in DATABASE_OWNER_URL, or in DATABASE_URL if that is the only one',
      options,
    );
  }
  if (state === '25006') {
    return new StoreError('schema', 'The database can only be read (25006): give Leadbell the primary server', options);
  }
  const what = migration === null ? 'The tables could not be read' : `The migration ${shown(migration)} failed`;
  return new StoreError(
    'schema',
    `${what} (${state}): nothing was changed, so run the Leadbell that ran last, and report this sentence`,
    options,
  );
}

function halfMade(what: string): StoreError {
  return new StoreError('schema', `The database is incomplete (${what}): ${restoreElsewhere}`);
}

function ofAnother(why: string): StoreError {
  return new StoreError(
    'schema',
    `The database belongs to another program (${why}): give Leadbell an empty one of its own`,
  );
}

function tablesOf(shape: ReadonlySet<string>): readonly string[] {
  return [...new Set([...shape].map(tableOf))].filter((name) => name !== null);
}

/** Describes a line of a shape in words. */
function thing(line: string, shape: ReadonlySet<string>): string {
  const table = tableOf(line);
  if (table === null) return `the ${line.replace('unique ', 'unique index ')}`;
  const isThere = [...shape].some((other) => tableOf(other) === table);
  return isThere ? `the column ${line.split(' ')[0] ?? ''}` : `the table ${table}`;
}

function shown(migration: string): string {
  return /^[\w-]{1,60}$/.test(migration) ? migration : 'of another name';
}
