/**
 * Types of scenes and tours. A scene makes something happen outside Slack when a visitor presses its button on the
 * page; a tour leads a visitor through several steps. The sandbox knows only their texts. Plain types.
 */
import type { PageDirector } from './page/protocol.ts';

/** A text in each language of the page. */
export interface InEach {
  readonly en: string;
  readonly ar: string;
}

export interface Scene {
  readonly id: string;
  /** The text of its button. */
  readonly label: InEach;
}

export interface TourStep {
  readonly text: InEach;
  /** The name of the channel where the step happens. */
  readonly channel?: string;
  /** A line that the page types for the visitor. */
  readonly type?: InEach;
  /** The id of a scene that the step plays. */
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
  /** Plays a scene. Resolves with a sentence that tells the visitor what happened, and where to see it. */
  play(scene: string): Promise<InEach>;
}

const isArabic = (locale: string): boolean => /^ar\b/.test(locale);

export function inLanguage(words: InEach, locale: string): string {
  return isArabic(locale) ? words.ar : words.en;
}

/** Returns the director's texts in a person's language. `channelId` finds a channel by its name. */
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
