/** For tests: reads from `docs/commands.md` which fields a command prints with `--json`. Effects: reads that page. */
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');
export const jsonPart = /^## What `--json` prints$(.*?)^## /ms.exec(`${page}\n## `)?.[1] ?? '';

/** The fields that the page lists for a command, without its options. A name with `{}` is an object with any fields. */
export function documented(command: string): readonly string[] {
  const items = jsonPart.split(/^- /m).slice(1);
  const item = items.find((one) => one.startsWith(`\`${command}\`:`));
  if (item === undefined) throw new Error(`docs/commands.md does not say what ${command} --json prints`);
  const [, text = ''] = item.split(`\`${command}\`:`);
  return Array.from(text.matchAll(/`([^`-][^`]*)`/g), ([, field = '']) => field.replace('[]', ''));
}

/** Returns every field of a printed value, at any depth. */
export function fieldsOf(value: unknown, known: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, known));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    known.includes(`${name}{}`) ? [`${name}{}`] : [name, ...fieldsOf(one, known)],
  );
}
