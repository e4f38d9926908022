/** Builds a short message about a time in which nothing was watched. Pure. */
import type { WatchGap } from '@leadbell/domain';
import { data, lines, words } from '../../cards/text.ts';
import { spanText } from '../../cards/span-text.ts';
import type { Card } from '@leadbell/slack-kit';
import type { AlertShown } from './alert-shown.ts';

export function gapCard(gap: WatchGap, { messages, zone }: AlertShown): Card {
  const { watch: say, direction } = messages;
  const title = `⚪ ${say.gap(spanText(gap, messages, zone))}`;
  return {
    summary: title,
    direction,
    parts: [
      {
        kind: 'text',
        text: lines([
          words(title, 'bold'),
          ...gap.failures.slice(0, 3).map((failure) => words(say.sentence(say.why(failure)))),
          words(say.caughtUp),
        ]),
      },
      { kind: 'note', text: [data(zone, 40)] },
    ],
  };
}
