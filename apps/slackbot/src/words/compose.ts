/**
 * Joins the words of all parts, in every language. Pure. Throws a `RangeError` about a missing or duplicate section,
 * which names the part, the section and the language.
 */
import type { LanguageFacts } from '@leadbell/i18n';

export type Sections = Readonly<Record<string, unknown>>;

/** The shared words, or the words of a feature. */
export interface WordsPart {
  readonly name: string;
  /** The words by language tag. */
  readonly words: Readonly<Record<string, Sections | undefined>>;
}

/** Sections that define a language, so they are never taken from its fallback. */
const essential: ReadonlySet<string> = new Set(['tag', 'direction', 'format', 'listSeparator']);

/**
 * Returns the words by language tag. A language with a fallback takes whole missing sections from that language.
 * `formats` has the format of the language in which each section is written, so that an English sentence has an English
 * date.
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

/**
 * Joins the parts' sections. Each part has sections of its own; only `commands` is shared, and each
 * part adds its commands to it.
 */
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
