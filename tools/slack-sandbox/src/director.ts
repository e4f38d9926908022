/**
 * Scenes outside Slack that visitors of the sandbox can play, by buttons on the page, and a tour that
 * shows them. The sandbox knows only their words. Plain types.
 */
import type { PageDirector } from './page/protocol.ts';

/** The same text in each language of the page. */
export interface InEach {
  readonly en: string;
  readonly ar: string;
}

export interface Scene {
  readonly id: string;
  /** On its button. */
  readonly label: InEach;
}

export interface TourStep {
  readonly text: InEach;
  /** The name of the channel in which it happens. */
  readonly channel?: string;
  /** A line that the page types for the visitor. */
  readonly type?: InEach;
  /** The id of a scene that it plays. */
  readonly scene?: string;
}

export interface Tour {
  readonly id: string;
  readonly job: InEach;
  readonly steps: readonly TourStep[];
}

export interface Director {
  readonly scenes: readonly Scene[];
  readonly tours: readonly Tour[];
  /** Resolves with a sentence for the visitor: the result, and where it appears. */
  play(scene: string): Promise<InEach>;
}

const isArabic = (locale: string): boolean => /^ar\b/.test(locale);

export function inLanguage(words: InEach, locale: string): string {
  return isArabic(locale) ? words.ar : words.en;
}

/** In the language of a person; `channelId` finds a channel by its name. */
export function pageDirector(
  { scenes, tours }: Director,
  locale: string,
  channelId: (name: string) => string | null,
): PageDirector {
  const say = (words: InEach): string => inLanguage(words, locale);
  return {
    scenes: scenes.map(({ id, label }) => ({ id, label: say(label) })),
    tours: tours.map(({ id, job, steps }) => ({
      id,
      job: say(job),
      steps: steps.map(({ text, channel, type, scene }) => ({
        text: say(text),
        channel: channel === undefined ? null : channelId(channel),
        type: type === undefined ? null : say(type),
        scene: scene ?? null,
      })),
    })),
  };
}
