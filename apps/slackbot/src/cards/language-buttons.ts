/** Buttons that choose the language in which Leadbell answers a person. Pure. */
import { languages, type Language, languageTags } from '@leadbell/i18n';
import type { Button, Card } from '@leadbell/slack-kit';
import { messagesFor, type Messages } from '../words/index.ts';
import { queryButton } from './controls.ts';
import { dotted, words } from './text.ts';

interface LanguageQuery {
  readonly command: 'language';
  readonly language: Language;
  readonly share: false;
}

export function languageButton(language: Language): Button {
  const query: LanguageQuery = { command: 'language', language, share: false };
  return queryButton(languages[language].name, query);
}

/** Isolates the text, so that its question mark stays in place on a line that runs in the other direction. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** Has one line in every language, because we don't know the reader's language yet. */
export function languageOfferCard({ tag, direction, bot }: Messages): Card {
  const others = languageTags.filter((one) => one !== tag).map((one) => messagesFor(one).bot.languageOffer);
  return {
    summary: bot.languageOffer,
    direction,
    parts: [
      { kind: 'text', text: dotted([bot.languageOffer, ...others].map((text) => words(isolated(text)))) },
      { kind: 'actions', elements: languageTags.map(languageButton) },
    ],
  };
}
