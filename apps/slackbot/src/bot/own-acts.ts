/** Acts that belong to no feature: sharing an answer, taking it back, and finishing a read whose process died. */
import * as v from 'valibot';
import { actionIds } from '../cards/action-ids.ts';
import { sentenceCard } from '../cards/sentence.ts';
import type { CommandAct } from '../commands/command.ts';
import { encodeQuery } from '../queries/query-codec.ts';
import type { Query } from '../queries/query.ts';
import type { Button } from '@leadbell/slack-kit';
import { answer } from './conversation.ts';
import { anyAct } from './any-act.ts';
import type { Act } from './contract.ts';
import { actOfCommand, type Queries } from './inbox/command-act.ts';
import { readWith } from './inbox/read-with.ts';
import { takeBack } from './take-back.ts';
import { sayLost } from './show-modal.ts';

const share: CommandAct = {
  isAct: (query) => query.share,
  object: ({ fresh: _fresh, ...query }, { channel }) => `share ${channel} ${encodeQuery(query)}`,
  repeats: 'person',
  afterRestart: 'look',
};

/**
 * Answers a slow query again if its process died, so that no one waits forever. `conversation.ts`
 * stores the query in the inbox, although it changes nothing.
 */
function createReading({ readQuery, needs }: Queries): Act<Query> {
  return {
    read: readQuery,
    needs,
    object: (query) => `reading ${encodeQuery(query)}`,
    verb: () => 'read',
    repeats: () => null,
    afterRestart: () => 'nothing',
    handle: (query, doing) => answer({ ...doing, query }, doing.turn, doing.botContext),
  };
}

/** Asks the person to type a query with personal data again if its process died, because such a query is not stored. */
const privateReading: Act<object> = {
  read: (what) => readWith(v.strictObject({}), what),
  needs: () => [],
  object: () => 'private reading',
  verb: () => 'read',
  repeats: () => null,
  afterRestart: () => 'nothing',
  handle: (_what, { reply, messages }) => reply.say(sentenceCard(messages.acts.readAgain, messages)),
};

const lostView = v.object({
  viewId: v.string(),
  title: v.string(),
  /**
   * The value of the *Try again* button; null for a lead that a process was opening, because its query is not stored.
   */
  tryAgain: v.nullable(v.string()),
  action: v.picklist(Object.values(actionIds)),
});

/**
 * Shows in a modal that the process died before it filled the modal. The bot cannot fill the modal
 * again, because the modal's trigger has expired.
 */
const readingView: Act<v.InferOutput<typeof lostView>> = {
  read: (what) => readWith(lostView, what),
  // The act needs no rights, because it only says that the content was lost.
  needs: () => [],
  object: ({ viewId }) => `view ${viewId}`,
  verb: () => 'read',
  repeats: () => null,
  afterRestart: () => 'nothing',
  handle({ viewId, title, tryAgain: value, action }, { messages, botContext }) {
    const tryAgain: Button | null =
      value === null ? null : { kind: 'button', action, value, label: messages.bot.tryAgain, style: 'primary' };
    return sayLost({ viewId, title, tryAgain }, messages, botContext);
  },
};

export function createOwnActs(queries: Queries): Readonly<Record<string, Act<unknown>>> {
  return {
    'take back': takeBack,
    share: actOfCommand('share', share, queries),
    reading: anyAct(createReading(queries)),
    'private reading': anyAct(privateReading),
    'reading view': anyAct(readingView),
  };
}
