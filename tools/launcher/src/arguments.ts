/** Parses the arguments after `npm start --` and `npm run dev --`. Pure. */
import { parseArgs } from 'node:util';
import { type Scenario, scenarios } from './scenarios.ts';

export interface Wanted {
  readonly scenario: Scenario | null;
  /** Whether the bot starts again when its sources change. */
  readonly isWatching: boolean;
  /** Port for a debugger. */
  readonly inspect: number | null;
  /** Settings for the sandbox's bot. */
  readonly settings: Readonly<Record<string, string>>;
}

export type Read = { readonly ok: true; readonly wanted: Wanted } | { readonly ok: false; readonly problem: string };

const inspectPort = 9_229;

export async function readArguments(words: readonly string[]): Promise<Read> {
  let values;
  try {
    ({ values } = parseArgs({
      args: withPort(words),
      options: {
        scenario: { type: 'string' },
        watch: { type: 'boolean', default: false },
        inspect: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
      },
    }));
  } catch (error) {
    return no(`${error instanceof Error ? error.message.split('. ')[0] : 'These arguments cannot be read'}. ${usage}`);
  }
  const scenario = scenarios.find(({ name }) => name === values.scenario) ?? null;
  if (values.scenario !== undefined && scenario === null)
    return no(`There is no scenario called “${values.scenario}”. Choose one of:\n${listOfScenarios()}`);
  const inspect = values.inspect === undefined ? null : Number(values.inspect);
  if (inspect !== null && !(Number.isInteger(inspect) && inspect > 0 && inspect <= 65_535))
    return no(`--inspect: expected a port, 1 to 65535, not “${values.inspect}”.`);
  const pairs = values.set.map((text) => /^([A-Z][A-Z_]*)=(.*)$/s.exec(text));
  const bad = values.set[pairs.indexOf(null)];
  if (bad !== undefined) return no(`--set: expected NAME=value, for example LANGUAGE=ar, not “${bad}”.`);
  const settings = Object.fromEntries(pairs.map((pair) => [String(pair?.[1]), String(pair?.[2])]));
  const unknown = await unknownSetting(Object.keys(settings));
  if (unknown !== null) return no(unknown);
  return { ok: true, wanted: { scenario, isWatching: values.watch, inspect, settings } };
}

const usage = 'The options are --scenario name, --set NAME=value, --watch and --inspect[=port].';

async function unknownSetting(given: readonly string[]): Promise<string | null> {
  if (given.length === 0) return null;
  // Without `--set` the sandbox starts sooner, because it does not load these names.
  const { namesInEnvironment, nearestName } = await import('@leadbell/settings/names');
  const name = given.find((one) => !namesInEnvironment.includes(one));
  if (name === undefined) return null;
  const near = nearestName(name);
  return `There is no setting ${name}. ${near === null ? 'See docs/settings.md.' : `Did you mean ${near}?`}`;
}

/** Gives `--inspect` its usual port if it has none. */
function withPort(words: readonly string[]): string[] {
  return words.map((word) => (word === '--inspect' ? `--inspect=${inspectPort}` : word));
}

export function listOfScenarios(): string {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  return scenarios.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}

function no(problem: string): Read {
  return { ok: false, problem };
}
