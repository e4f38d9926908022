/** The settings that say where the data is, for everything of Leadbell's that needs it. Pure. */
export const databaseSettingNames = ['DATABASE_URL', 'DATABASE_POOL', 'DATABASE_CA', 'LEADBELL_DATA'] as const;
export type DatabaseSettingName = (typeof databaseSettingNames)[number];

export interface DatabaseConfig {
  /** `null`: the bundled PostgreSQL, in `dataDir`. */
  readonly url: string | null;
  readonly dataDir: string;
  /** Connections at the same time, 2 or more. */
  readonly pool: number;
  /** A file with the certificate of the authority that signed the server's, if the system does not know it. */
  readonly caFile: string | null;
}

export const defaultDataDir = 'leadbell-data';
const defaultPool = 10;

/** Of values that were checked by `databaseSettingProblem`. */
export function databaseConfig(values: Readonly<Partial<Record<DatabaseSettingName, string>>>): DatabaseConfig {
  return {
    url: values.DATABASE_URL ?? null,
    dataDir: values.LEADBELL_DATA ?? defaultDataDir,
    pool: Number(values.DATABASE_POOL ?? defaultPool),
    caFile: values.DATABASE_CA ?? null,
  };
}

/** What was expected, or `null` if the value is right. */
export function databaseSettingProblem(name: DatabaseSettingName, value: string): string | null {
  switch (name) {
    case 'DATABASE_URL':
      return isDatabaseUrl(value)
        ? null
        : 'an address such as postgres://user:password@host:5432/leadbell?sslmode=verify-full';
    case 'DATABASE_POOL':
      return /^\d{1,3}$/.test(value) && Number(value) >= 2 ? null : 'a number of connections, 2 to 999';
    default:
      return value.includes('\0') ? 'a path' : null;
  }
}

function isDatabaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname } = new URL(value);
  return /^postgres(?:ql)?:$/.test(protocol) && pathname.length > 1;
}
