/** The interface of a `leadbell` command. Types only. */
import type { DatabaseConfig, KeysAtHand } from '@leadbell/store';
import type { LoadedSettings } from '@leadbell/settings';
import type { BotSettings } from './settings.ts';

export interface Command {
  readonly verb: string;
  readonly usage: readonly Usage[];
  /** Throws `UsageError` for unknown words, and the errors of the command itself. */
  run(args: readonly string[], context: Context): Promise<void>;
}

export interface Usage {
  /** The verb and its arguments. */
  readonly form: string;
  readonly does: string;
}

export interface Context {
  readonly commands: readonly Command[];
  /** Aborts when the person interrupts the command. */
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  /** Prints a message to the person. The message is not part of the result. */
  readonly say: (text: string) => void;
  /** Throws `SettingsError`. */
  readonly settings: () => DatabaseConfig;
  /** Throws `SettingsError` if `.env` can't be read. */
  readonly bot: () => BotSettings;
  /** All settings of the bot, or every problem with them. */
  readonly everySetting: () => Promise<LoadedSettings>;
  /** Whether the output goes to a terminal that shows colours. */
  readonly hasColours: boolean;
  /** The process ends with this code when the command is done. */
  readonly exitWith: (code: number) => void;
  /** With `new`, creates the database if there is none. */
  readonly withDatabase: <T>(kind: 'used' | 'new', work: (database: DatabasePlace) => Promise<T>) => Promise<T>;
}

export interface DatabasePlace {
  /** Contains the password. */
  readonly url: string;
  /** The address for the account that owns the tables; null if the account in `url` owns them. */
  readonly ownerUrl: string | null;
  readonly caFile: string | null;
  /** The content of `caFile`. */
  readonly ca: string | null;
  readonly pool: number;
  /** The path of the file of tombstones; see `forgotten-file.ts` of the store. */
  readonly forgottenFile: string;
  /** Throws `StoreError` when the key file cannot be read. */
  readonly keys: () => KeysAtHand;
}
