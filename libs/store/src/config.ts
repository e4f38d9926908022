/** The settings that say where the data is; all parts of Leadbell that need the data share them. Pure. */
export const databaseSettingNames = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_POOL',
  'DATABASE_CA',
  'LEADBELL_DATA',
  'LEADBELL_KEY',
  'LEADBELL_KEY_FILE',
] as const;
export type DatabaseSettingName = (typeof databaseSettingNames)[number];

export interface DatabaseConfig {
  /** `null`: the bundled PostgreSQL, in `dataDir`. */
  readonly url: string | null;
  /** The address for the account that owns the tables; `null`: the account in `url`. */
  readonly ownerUrl: string | null;
  readonly dataDir: string;
  /** The number of connections at a time, 2 or more. */
  readonly pool: number;
  /**
   * A file with the certificate of a certificate authority. Needed if the server's certificate was signed by an
   * authority that the system does not know.
   */
  readonly caFile: string | null;
  /** The installation's keys, as `keysIn` reads them; null: the keys are in `keyFile` or the data folder. */
  readonly keyText: string | null;
  readonly keyFile: string | null;
}

const defaultDataDir = 'leadbell-data';
const defaultPool = 10;

/** `values` must have been checked by `databaseSettingProblem`. */
export function databaseConfig(values: Readonly<Partial<Record<DatabaseSettingName, string>>>): DatabaseConfig {
  return {
    url: values.DATABASE_URL ?? null,
    ownerUrl: values.DATABASE_OWNER_URL ?? null,
    dataDir: values.LEADBELL_DATA ?? defaultDataDir,
    pool: Number(values.DATABASE_POOL ?? defaultPool),
    caFile: values.DATABASE_CA ?? null,
    keyText: values.LEADBELL_KEY ?? null,
    keyFile: values.LEADBELL_KEY_FILE ?? null,
  };
}

/** Returns the expected form, or `null` if the value is valid. */
export function databaseSettingProblem(name: DatabaseSettingName, value: string): string | null {
  switch (name) {
    case 'DATABASE_URL':
    case 'DATABASE_OWNER_URL':
      return isDatabaseUrl(value)
        ? null
        : 'an address such as postgres://user:password@host:5432/leadbell?sslmode=verify-full';
    case 'DATABASE_POOL':
      return /^\d{1,3}$/.test(value) && Number(value) >= 2 ? null : 'a number of connections, 2 to 999';
    case 'LEADBELL_KEY':
      return keyTextProblem(value);
    default:
      return value.includes('\0') ? 'a path' : null;
  }
}

function isDatabaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname } = new URL(value);
  return /^postgres(?:ql)?:$/.test(protocol) && pathname.length > 1;
}

/** Reads the installation's keys in base64, the current one first, separated by commas or line ends. */
export function keysIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}

/**
 * Returns the expected form, or `null` if the text is a list of one or more valid keys. The returned text never quotes
 * `text`.
 */
export function keyTextProblem(text: string): string | null {
  const keys = keysIn(text);
  if (keys.length > 0 && keys.every(isKey)) return null;
  return '32 random bytes in base64, as leadbell key prints them (a new key goes before the old one, with a comma between)';
}

/**
 * Whether the text is 32 bytes in base64 that look random. A text with few different characters does not look random.
 */
function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text) && new Set(text).size >= 12;
}
