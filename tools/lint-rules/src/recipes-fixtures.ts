/** For tests: recipes of `docs/recipes.md` that are only half done, and the message that each must cause. */
export interface Plant {
  readonly file: string;
  /** The text is inserted after the line `after`, or replaces the line `instead`; without either, the file is new. */
  readonly after?: string;
  readonly instead?: string;
  readonly text: string;
}
export interface HalfDone {
  readonly recipe: string;
  readonly forgot: string;
  readonly plants: readonly Plant[];
  /** The message that must appear, with its place. */
  readonly says: readonly RegExp[];
}

export const app = 'apps/slackbot/src';
export const alerts = 'libs/domain/src/alerts';
export const settings = 'libs/settings/src';

/** Returns a rule that declares everything, or everything except the part that begins with `without`. */
export function rule(id: string, name: string, without = ''): string {
  const declared = ["about: 'connection'", "since: 'unreleased'", 'followsOutage: false', 'isReplayable: true']
    .concat(["group: 'planted'", 'outageOf: null', 'needsPace: false', 'evaluate: () => null'])
    .filter((line) => without === '' || !line.startsWith(without));
  return [
    `import type { ConnectionRule } from '../facts.ts';`,
    `export const ${name}: ConnectionRule<'${id}'> = { id: '${id}', ${declared.join(', ')} };\n`,
  ].join('\n');
}

export const threshold = `rule: 'no-leads', givenIn: 'subscription', unit: 'leads', usual: 1, least: 1, most: 9`;
