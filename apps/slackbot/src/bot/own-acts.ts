/** Acts that are of no feature: sharing whatever was asked, and finishing what was being read when a process ended. */
import * as v from 'valibot';
import { actionIds } from '../cards/action-ids.ts';
import { checkAsk } from '../queries/ask-schema.ts';
import { encodeAsk } from '../queries/ask-codec.ts';
import type { Ask } from '../queries/ask.ts';
import type { Button } from '@leadbell/slack-kit';
import { answer } from './conversation.ts';
import { anyAct } from './any-act.ts';
import type { Act } from './contract.ts';
import { actOfCommand } from './inbox/command-act.ts';
import { readWith } from './inbox/read-with.ts';
import { sayLost } from './show-modal.ts';

const share = actOfCommand('share', {
  isAct: (ask) => ask.share,
  object: ({ fresh: _fresh, ...ask }, { channel }) => `share ${channel} ${encodeAsk(ask)}`,
  repeats: 'person',
  afterRestart: 'look',
});

/** A question that took long when the process ended: it is answered again, so that no one waits for ever. Not an act of a person: see `conversation.ts`. */
const reading: Act<Ask> = {
  read: checkAsk,
  object: (ask) => `reading ${encodeAsk(ask)}`,
  verb: () => 'read',
  repeats: () => null,
  afterRestart: () => 'nothing',
  handle: (ask, doing) => answer({ ...doing, ask }, doing.turn, doing.shell),
};

const lostView = v.object({
  viewId: v.string(),
  title: v.string(),
  tryAgain: v.string(),
  action: v.picklist(Object.values(actionIds)),
});

/** The same of a modal: it is not opened again, its trigger is over. */
const readingView: Act<v.InferOutput<typeof lostView>> = {
  read: (what) => readWith(lostView, what),
  object: ({ viewId }) => `view ${viewId}`,
  verb: () => 'read',
  repeats: () => null,
  afterRestart: () => 'nothing',
  handle({ viewId, title, tryAgain: value, action }, { messages, shell }) {
    const tryAgain: Button = { kind: 'button', action, value, label: messages.shell.tryAgain, style: 'primary' };
    return sayLost({ viewId, title, tryAgain }, messages, shell);
  },
};

export const ownActs = { share, reading: anyAct(reading), 'reading view': anyAct(readingView) };
