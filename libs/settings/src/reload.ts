/**
 * Settings that follow their files: the sections of `leadbell.config.json` and the tokens are replaced while the
 * program runs, either all or none. Other settings need a restart. Effects: reads the files of `load.ts`.
 */
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { loadSettings, readTexts } from './load.ts';
import type { Name } from './names.ts';
import type { Environment, SettingProblem, SettingsResult } from './settings.ts';
import type { Settings } from './types.ts';

/** The sections of the file. Code uses their current values at each use. */
const sections = [
  'access',
  'aliases',
  'alertSettings',
  'calendar',
  'catalogue',
  'links',
  'reading',
  'retention',
] as const satisfies readonly (keyof Settings)[];

export type Section = (typeof sections)[number];

/**
 * Each request uses the current values of these settings. So a new value needs no restart, unless the way to sign in
 * changes too.
 */
const tokenNames: ReadonlySet<Name> = new Set<Name>([
  'DMS_TOKEN',
  'DMS_USER',
  'DMS_PASSWORD',
  'DMS_CLIENT_ID',
  'DMS_CLIENT_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
]);

export interface LiveSettings {
  readonly settings: Settings;
  /** Returns the token that is now used in place of `token`, which was given at the start. */
  readonly presentToken: (token: string) => string;
  /** Returns null if no file has changed. With `isAsked`, reads the files even if none has changed. */
  look(isAsked: boolean): Reloaded | null;
}

export type Reloaded =
  | {
      readonly kind: 'used';
      readonly changed: readonly Section[];
      readonly tokens: readonly string[];
      /** The names of settings whose new values need a restart. */
      readonly needRestart: readonly string[];
      /** The values of secrets, which must never be printed. */
      readonly secrets: readonly string[];
    }
  /** The new settings are wrong, so the old ones stay in use. */
  | { readonly kind: 'refused'; readonly problems: readonly SettingProblem[] };

type Read = Extract<SettingsResult, { readonly ok: true }>;

export function liveSettings(env: Environment, first: Read): LiveSettings {
  let current = first;
  let seen = fingerprint(env);
  let botTokens = first.settings.slack.botTokens;
  const followed = Object.fromEntries(sections.map((name) => [name, following(() => current.settings[name])]));
  const auth = following(() => current.settings.dms.auth);
  return {
    settings: { ...first.settings, ...followed, dms: { ...first.settings.dms, auth } },
    presentToken(token) {
      if (token === appTokenOf(first.settings)) return appTokenOf(current.settings) ?? token;
      const at = first.settings.slack.botTokens.indexOf(token);
      return botTokens[at] ?? token;
    },
    look(isAsked) {
      const now = fingerprint(env);
      if (now === seen && !isAsked) return null;
      seen = now;
      const { result } = loadSettings(env);
      if (!result.ok) return { kind: 'refused', problems: result.problems };
      const before = current;
      const maySign = signsAlike(first.settings, result.settings);
      current = maySign ? result : withTokensOf(before, result);
      if (maySign) botTokens = placed(botTokens, result.settings.slack.botTokens);
      const isToken = (name: Name): boolean => maySign && tokenNames.has(name);
      return {
        kind: 'used',
        changed: sections.filter((name) => !isDeepStrictEqual(before.settings[name], result.settings[name])),
        tokens: differing(before.values, result.values).filter(isToken),
        needRestart: differing(first.values, result.values).filter((name) => !isToken(name)),
        secrets: result.settings.secrets,
      };
    },
  };
}

/**
 * Returns for each old token the token that is now used in its place: the old token itself if it is still in the list,
 * even at another position, otherwise a new token.
 */
function placed(before: readonly string[], after: readonly string[]): readonly string[] {
  const newer = after.filter((token) => !before.includes(token));
  return before.map((token) => (after.includes(token) ? token : (newer.shift() ?? token)));
}

function signsAlike(before: Settings, after: Settings): boolean {
  return (
    before.dms.auth.kind === after.dms.auth.kind &&
    before.slack.connection.kind === after.slack.connection.kind &&
    before.slack.botTokens.length === after.slack.botTokens.length
  );
}

/** For Socket Mode. */
function appTokenOf({ slack: { connection } }: Settings): string | null {
  return connection.kind === 'socket' ? connection.appToken : null;
}

function withTokensOf(before: Read, after: Read): Read {
  const { dms, slack } = before.settings;
  return { ...after, settings: { ...after.settings, dms, slack } };
}

function differing(before: Read['values'], after: Read['values']): readonly Name[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

/** Returns an object whose properties are always those of the current object. */
function following<T extends object>(present: () => T): T {
  return new Proxy({} as T, {
    get: (_, key): unknown => Reflect.get(present(), key),
    has: (_, key) => Reflect.has(present(), key),
    ownKeys: () => Reflect.ownKeys(present()),
    getOwnPropertyDescriptor(_, key) {
      const found = Reflect.getOwnPropertyDescriptor(present(), key);
      return found === undefined ? undefined : { ...found, configurable: true };
    },
  });
}

function fingerprint(env: Environment): string {
  return hash('sha256', JSON.stringify(readTexts(env)));
}
