/**
 * Checks the database: version, account, migrations, size and protection. Effects: reads the
 * database. Errors: none.
 */
import { inspectDatabase, StoreError } from '@leadbell/store';
import type { DatabasePlace } from '../command.ts';
import { patienceMs } from '../database.ts';
import { counted } from '../text.ts';
import { type Finding, findingsOf } from './finding.ts';

const { ok, warn, fail } = findingsOf('database');

export interface DatabaseCheck {
  readonly findings: readonly Finding[];
  /** Whether all migrations are applied, so that opening the database changes nothing. */
  readonly isCurrent: boolean;
}

/** `isBundled`: the database server runs on this machine, so its free space can be checked. */
export async function checkDatabase(
  { url, ownerUrl, caFile }: DatabasePlace,
  isBundled: boolean,
): Promise<DatabaseCheck> {
  try {
    const look = await inspectDatabase({ url, caFile, patienceMs });
    const { serverVersion, role, bytes, pending, isEmpty, guard } = look;
    const megabytes = Math.ceil(bytes / 2 ** 20).toLocaleString('en');
    return {
      isCurrent: pending.length === 0,
      findings: [
        ok(
          `PostgreSQL ${serverVersion}, account ${role}${ownerUrl === null ? '' : ' (DATABASE_OWNER_URL owns the tables)'}`,
        ),
        ok(`it takes ${megabytes} MB${isBundled ? '' : '; only its server knows how much is free'}`),
        isEmpty
          ? ok('it is empty: the first start, or leadbell migrate, makes the tables')
          : pending.length === 0
            ? ok('its tables are up to date')
            : warn(
                `${counted(pending.length, 'migration')} missing: ${pending.join(', ')}`,
                'the next start applies them, and so does leadbell migrate',
              ),
        ...guardOf(guard, ownerUrl),
      ],
    };
  } catch (error) {
    const says = error instanceof StoreError ? error.message : 'it cannot be read';
    return { isCurrent: false, findings: [fail(says, 'docs/storage.md says what Leadbell needs')] };
  }
}

function guardOf(guard: string | null, ownerUrl: string | null): readonly Finding[] {
  if (guard === null) return [];
  if (guard === 'none')
    return [
      fail('nothing protects the audit log from changes', 'docs/storage.md says how to create its trigger again'),
    ];
  if (guard === 'trigger')
    return [
      warn(
        'the account owns the tables: only a trigger protects the audit log',
        'consider DATABASE_OWNER_URL (docs/storage.md)',
      ),
    ];
  return ownerUrl === null
    ? [
        fail(
          'the account does not own the tables',
          'set DATABASE_OWNER_URL to the address for the account that owns them',
        ),
      ]
    : [ok('the audit log is protected from the account of the service')];
}
