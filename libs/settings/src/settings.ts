/**
 * Reads the settings from the environment and `.env` (the environment has priority), and the catalogue of codes from a
 * JSON file. Pure: takes texts, and returns settings or problems. All problems are reported at once, each with its
 * name, the expected value and a hint, and never with a secret's value.
 */
import { languageTags } from '@leadbell/i18n';
import * as v from 'valibot';
import { namesInEnvironment, nearestName, secretFileNames, secretNames, settingNames } from './names.ts';
import type { Name, SecretName, Values } from './names.ts';
import type { KeyFile, SecretFile } from '@leadbell/store';
import { nearest } from './nearest.ts';
import { catalogueSchema } from './config-schema.ts';
import { authKinds, logLevels, paces, settingsSchema } from './schema.ts';
import { settle } from './resolve.ts';
import type { Settings } from './types.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SettingsFiles {
  /** The content of `.env`; empty if there is none. */
  readonly dotEnv: Environment;
  /** The catalogue's text; null if there is no such file, or if it is `unreadable`. */
  readonly catalogue: string | null;
  /**
   * The system's error code for each file that can't be read, by its path; files with keys and secrets are not
   * included.
   */
  readonly unreadable?: ReadonlyMap<string, string>;
  /** The content of the file in `LEADBELL_KEY_FILE`, or the problem with it; null if the setting is not given. */
  readonly keys?: KeyFile | null;
  /** The content of each file with a secret, by the secret's name: see `secretFiles`. */
  readonly secrets?: ReadonlyMap<SecretName, SecretFile>;
}

export interface SettingProblem {
  readonly name: string;
  readonly expected: string;
  readonly hint: string | null;
}

export type SettingsResult =
  | {
      readonly ok: true;
      readonly settings: Settings;
      /** Every value that was given outside the catalogue, by name, including secrets. */
      readonly values: ReadonlyMap<Name, string>;
    }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

const defaultConfigFile = 'leadbell.config.json';

/** Returns the path of the catalogue file. */
export function configFile(env: Environment, dotEnv: Environment): string {
  return valuesOf(env, dotEnv).LEADBELL_CONFIG ?? defaultConfigFile;
}

/** Returns the path of the file with the installation's keys. */
export function keyFile(env: Environment, dotEnv: Environment): string | null {
  return valuesOf(env, dotEnv).LEADBELL_KEY_FILE ?? null;
}

/** Returns the paths of the files with secrets, by the secret's name. */
export function secretFiles(env: Environment, dotEnv: Environment): ReadonlyMap<SecretName, string> {
  return new Map(
    secretNames.flatMap((name) => {
      const file = given(secretFileNames[name], env, dotEnv);
      return file === null ? [] : [[name, file] as const];
    }),
  );
}

export function readSettings(
  env: Environment,
  { dotEnv, catalogue, unreadable = new Map(), keys = null, secrets = new Map() }: SettingsFiles,
): SettingsResult {
  const own = valuesOf(env, dotEnv);
  const problems = [...misspelt(env, dotEnv), ...secretProblems(own, secrets)];
  const values = { ...Object.fromEntries(textsOf(secrets)), ...own };
  const file = values.LEADBELL_CONFIG ?? defaultConfigFile;
  const read = readCatalogue(catalogue);
  problems.push(...[...unreadable].map(([name, code]) => ({ name, expected: readable, hint: unreadableHint(code) })));
  if (catalogue === null && values.LEADBELL_CONFIG !== undefined && !unreadable.has(file)) {
    problems.push({ name: 'LEADBELL_CONFIG', expected: 'an existing file', hint: `there is no ${file}` });
  }
  if (keys !== null && 'problem' in keys)
    problems.push({ name: 'LEADBELL_KEY_FILE', expected: keys.problem, hint: null });
  if (!read.ok) problems.push({ name: file, expected: 'JSON', hint: 'check its commas and quotation marks' });
  const production = env['NODE_ENV'] === 'production';
  const result = v.safeParse(settingsSchema, { values, production, catalogue: read.ok ? read.value : {} });
  for (const issue of result.issues ?? []) {
    const problem = problemOf(issue, values, file);
    const secret = secretNames.find((name) => name === problem.name && secrets.has(name));
    if (secret === undefined) problems.push(problem);
    // A file that can't be used has been reported before.
    else if (secret in values) problems.push({ ...problem, name: secretFileNames[secret] });
  }
  if (!result.success || problems.length > 0) return { ok: false, problems: withoutDoubles(problems) };
  const keyText = keys !== null && 'text' in keys ? keys.text : null;
  const named = new Map(Object.entries(values) as readonly [Name, string][]);
  return { ok: true, settings: settle(values, result.output.catalogue, keyText), values: named };
}

const readable = 'a file that the account of Leadbell can read';

function unreadableHint(code: string): string {
  if (code === 'EISDIR') return 'it is a folder';
  return `${code}: let that account read the file, and enter each folder above it`;
}

/** Describes problems for the person who starts the service. */
export function describeProblems(problems: readonly SettingProblem[]): string {
  const lines = problems.map(
    ({ name, expected, hint }) => `  ${name}: expected ${expected}${hint === null ? '' : ` (${hint})`}`,
  );
  return ['Leadbell cannot start; these settings are wrong or missing:', ...lines, ''].join('\n');
}

function textsOf(secrets: ReadonlyMap<SecretName, SecretFile>): readonly (readonly [SecretName, string])[] {
  return [...secrets].flatMap(([name, read]) => ('text' in read ? [[name, read.text] as const] : []));
}

function secretProblems(values: Values, secrets: ReadonlyMap<SecretName, SecretFile>): SettingProblem[] {
  return [...secrets].flatMap(([name, read]) => {
    if (values[name] !== undefined)
      return [{ name: secretFileNames[name], expected: `nothing, since ${name} is given`, hint: null }];
    return 'problem' in read ? [{ name: secretFileNames[name], expected: read.problem, hint: null }] : [];
  });
}

/** The environment has priority; null if the value is blank in both. */
function given(name: string, env: Environment, dotEnv: Environment): string | null {
  return [env[name], dotEnv[name]].map((value) => value?.trim() ?? '').find((value) => value !== '') ?? null;
}

function valuesOf(env: Environment, dotEnv: Environment): Values {
  const values: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(settingNames) as Name[]) {
    const found = [env[name], dotEnv[name]]
      .map((value) => (name === 'LANGUAGE' ? ownLanguage(value) : folded(name, value?.trim())))
      .find((value) => value !== undefined && value !== '');
    if (found !== undefined) values[name] = found;
  }
  return values;
}

const foldedNames: ReadonlySet<Name> = new Set(['DMS_AUTH', 'DMS_ALLOW_HTTP', 'LOG_LEVEL', 'DELIVERY_PACE']);

/** Converts the value of a setting to lower case if the setting allows only certain words. */
function folded(name: Name, value: string | undefined): string | undefined {
  return foldedNames.has(name) ? value?.toLowerCase() : value;
}

/** Some systems set `LANGUAGE` to a list of locales such as `en_GB:en`, which is not our setting. */
function ownLanguage(value: string | undefined): string | undefined {
  const word = value?.trim().toLowerCase();
  return word !== undefined && /^(?:c|posix)$|[_:.]/.test(word) ? undefined : word;
}

function problemOf(issue: v.BaseIssue<unknown>, values: Values, file: string): SettingProblem {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  if (keys[0] !== 'values') {
    const where = keys.slice(1).join('.');
    // This message replaces the schema's message, which would list all allowed values.
    if (issue.type === 'strict_object' && issue.expected === 'never')
      return { name: file, expected: `no ${where}`, hint: nearestKey(issue, keys.at(-1) ?? '') };
    return { name: file, expected: `${where === '' ? '' : `${where} to be `}${issue.message}`, hint: null };
  }
  const name = keys[1] as Name;
  return { name, expected: issue.message, hint: hintFor(name, values[name]) };
}

/** Returns the nearest known key of the same object; if none is near, all keys that the object may have. */
function nearestKey(issue: v.BaseIssue<unknown>, unknown: string): string {
  const [, ...parents] = (issue.path ?? []).slice(0, -1);
  let schema: unknown = catalogueSchema;
  for (const { key } of parents) schema = inside(schema, key);
  const near = nearest(unknown, Object.keys(entriesOf(schema) ?? {}));
  return near === null ? issue.message : `did you mean ${near}?`;
}

interface Nested {
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly item?: unknown;
  readonly wrapped?: unknown;
  readonly pipe?: readonly unknown[];
}

/** Looks inside `optional`, `nullable` and `pipe`. */
function bare(schema: unknown): Nested {
  const { wrapped, pipe } = schema as Nested;
  if (wrapped !== undefined) return bare(wrapped);
  return pipe === undefined || pipe[0] === schema
    ? (schema as Nested)
    : bare({ ...(pipe[0] as object), pipe: undefined });
}

function entriesOf(schema: unknown): Nested['entries'] {
  return bare(schema).entries;
}

function inside(schema: unknown, key: unknown): unknown {
  const { entries, item } = bare(schema);
  return entries?.[String(key)] ?? item ?? {};
}

const words: Readonly<Partial<Record<Name, () => readonly string[]>>> = {
  DELIVERY_PACE: () => paces,
  DMS_AUTH: () => authKinds,
  LANGUAGE: () => languageTags,
  LOG_LEVEL: () => logLevels,
  WEEK_START: () => ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
  TIME_ZONE: () => Intl.supportedValuesOf('timeZone'),
};

/**
 * The hint never quotes the value. It may contain the nearest valid word, but only for settings that are not secret.
 */
function hintFor(name: Name, value: string | undefined): string {
  const near = value === undefined ? null : nearest(value, words[name]?.() ?? []);
  if (near !== null) return `did you mean ${near}?`;
  if (name === 'SLACK_BOT_TOKEN' && value?.startsWith('xapp-'))
    return 'this is an app-level token: is it SLACK_APP_TOKEN?';
  if (name === 'SLACK_APP_TOKEN' && value?.startsWith('xoxb-')) return 'this is a bot token: is it SLACK_BOT_TOKEN?';
  return settingNames[name].about;
}

/**
 * Finds misspelt names of settings. The environment also has variables of other programs, so there a name must begin
 * with one of our prefixes; in `.env` every name is ours.
 */
function misspelt(env: Environment, dotEnv: Environment): SettingProblem[] {
  const isGiven = (values: Environment) => (name: string) =>
    (values[name]?.trim() ?? '') !== '' && !namesInEnvironment.includes(name);
  const ours = Object.keys(env).filter((name) => /^(?:DMS|SLACK|LEADBELL)/i.test(name));
  const given = new Set([...ours.filter(isGiven(env)), ...Object.keys(dotEnv).filter(isGiven(dotEnv))]);
  return [...given].flatMap((name) => {
    const near = nearestName(name);
    return near === null ? [] : [{ name, expected: 'a known setting', hint: `did you mean ${near}?` }];
  });
}

function readCatalogue(text: string | null): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  if (text === null) return { ok: true, value: {} };
  try {
    const value: unknown = JSON.parse(text);
    // The schema would accept an array as an object.
    return { ok: true, value: Array.isArray(value) ? null : value };
  } catch {
    return { ok: false };
  }
}

function withoutDoubles(problems: readonly SettingProblem[]): SettingProblem[] {
  return problems.filter(
    ({ name, expected }, index) => problems.findIndex((p) => p.name === name && p.expected === expected) === index,
  );
}
