/**
 * Draws one person's side of a comparison: their messages and views. If the visitor presses a button there, it is
 * pressed as that person.
 */
import type { VNode } from 'preact';
import type { PageSight } from '../protocol.ts';
import { h, tag } from '../tag.ts';
import type { PageWords } from '../words.ts';
import { useWords, useWorld, WorldContext, type World } from '../world.ts';
import { Avatar } from './avatar.ts';
import { InlineView } from './inline-view.ts';
import { Message } from './message.ts';

const errors: Readonly<Record<string, (say: PageWords) => string>> = {
  not_in_channel: (say) => say.notInChannel,
  message_not_found: (say) => say.notShownTo,
  operation_timeout: (say) => say.timedOut,
  dispatch_failed: (say) => say.notConnected,
};

export function Sight({ sight, isWaiting }: { sight: PageSight; isWaiting: boolean }): VNode {
  const world = useWorld();
  const { user, notices, messages, views } = sight;
  const as: World = { ...world, known: { ...world.known, me: user } };
  const say = useWords();
  const kind = say.kinds[user.kind];
  const top = views.at(-1);
  const isEmpty = messages.length === 0 && top === undefined;
  return tag(
    'article.sight',
    { 'aria-label': `${user.realName}, ${kind}` },
    tag(
      'header.sight-head',
      null,
      h(Avatar, { user }),
      tag(
        'div.sight-who',
        null,
        tag('strong', { dir: 'auto' }, user.realName),
        tag('span.kind', { 'data-kind': user.kind }, kind),
      ),
      h(Place, { channel: sight.channel }),
    ),
    tag(
      'div.sight-body',
      { tabindex: 0, role: 'group', 'aria-label': say.seenBy(user.realName) },
      ...outcomes(sight, isEmpty, isWaiting, say),
      ...notices.map((text) => tag('p.sight-notice', { dir: 'auto' }, text)),
      h(WorldContext.Provider, {
        value: as,
        children: [
          tag(
            'div',
            { role: 'list', 'aria-label': say.messages },
            ...messages.map((message) => h(Message, { key: message.ts, message, joined: false })),
          ),
          top === undefined ? null : h(InlineView, { key: top.id, view: top }),
        ],
      }),
    ),
  );
}

function Place({ channel }: { channel: string | null }): VNode | null {
  const { known } = useWorld();
  if (channel === null) return null;
  const name = known.channels.find(({ id }) => id === channel)?.name ?? channel;
  return tag('small.sight-place', { dir: 'auto' }, `#${name}`);
}

function outcomes({ error, notices }: PageSight, isEmpty: boolean, isWaiting: boolean, say: PageWords): VNode[] {
  // If there is a notice, it already reports the error in Slack's own words.
  if (error !== null && notices.length === 0)
    return [tag('p.sight-outcome', null, errors[error]?.(say) ?? say.refusedBySlack(error))];
  if (error !== null || !isEmpty || notices.length > 0) return [];
  return [tag('p.sight-outcome', null, isWaiting ? say.waiting : say.nothingYet)];
}
