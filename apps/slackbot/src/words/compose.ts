/**
 * Joins the words of all parts, in every language. Pure. A missing or duplicate section is a
 * `RangeError` that names part, section and language.
 */
import type { LanguageFacts } from '@leadbell/i18n';

export type Sections = Readonly<Record<string, unknown>>;

/** The shared words, or those of a feature. */
export interface WordsPart {
  readonly name: string;
  /** By the tags of languages. */
  readonly words: Readonly<Record<string, Sections | undefined>>;
}

/** These define the language, so they never fall back. */
const essential: ReadonlySet<string> = new Set(['tag', 'direction', 'format', 'listSeparator']);

/**
 * By the tags of languages. A language with a fallback takes missing parts from the language that it names, as whole
 * sections. `formats` has each section's format in the language that it is written in, so that an English sentence has
 * an English date.
 */
export function composeWords(
  languages: Readonly<Record<string, Pick<LanguageFacts, 'name' | 'fallback'>>>,
  parts: readonly WordsPart[],
): ReadonlyMap<string, Sections> {
  return new Map(
    Object.entries(languages).map(([tag, { name, fallback }]) => {
      if (fallback !== null && languages[fallback]?.fallback !== null)
        throw new RangeError(`${name} (${tag}) falls back to ${fallback}, which is no complete language`);
      const found = parts.map((part) => ({ name: part.name, sections: sectionsOf(part, tag, fallback, name) }));
      const { format: _own, ...said } = joined(found);
      return [tag, { ...said, formats: formatsOf(parts, tag, fallback) }];
    }),
  );
}

function sectionsOf({ name: part, words }: WordsPart, tag: string, fallback: string | null, name: string): Sections {
  const own = words[tag] ?? {};
  const other = fallback === null ? {} : (words[fallback] ?? {});
  const found = sectionsIn(words).map((section) => [
    section,
    own[section] ?? (essential.has(section) ? undefined : other[section]),
  ]);
  const missing = found.flatMap(([section, value]) => (value === undefined ? [section] : []));
  if (missing.length > 0) throw new RangeError(`${part} has no ${missing.join(', ')} in ${name} (${tag})`);
  return Object.fromEntries(found) as Sections;
}

function sectionsIn(words: WordsPart['words']): readonly string[] {
  return [...new Set(Object.values(words).flatMap((one) => Object.keys(one ?? {})))];
}

function formatsOf(parts: readonly WordsPart[], tag: string, fallback: string | null): Sections {
  const formatIn = (language: string) => parts.find(({ words }) => words[language]?.['format'])?.words[language];
  return Object.fromEntries(
    parts.flatMap(({ words }) =>
      sectionsIn(words).map((section) => {
        const isOwn = fallback === null || words[tag]?.[section] !== undefined;
        return [section, formatIn(isOwn ? tag : fallback)?.['format']];
      }),
    ),
  );
}

/** Each part has its own sections; only `commands` is shared by all, one command each. */
function joined(parts: readonly { readonly name: string; readonly sections: Sections }[]): Sections {
  const all: Record<string, unknown> = {};
  const commands: Record<string, unknown> = {};
  for (const { name, sections } of parts) {
    const { commands: own = {}, ...others } = sections;
    put(name, others, all);
    put(name, own as Sections, commands);
  }
  return { ...all, commands };
}

function put(part: string, sections: Sections, all: Record<string, unknown>): void {
  for (const [section, value] of Object.entries(sections)) {
    if (Object.hasOwn(all, section)) throw new RangeError(`${part} has the words ${section}, as another has`);
    all[section] = value;
  }
}
