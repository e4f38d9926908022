/** Lists every scenario, and for each safeguard the scenario that is run without it. */
import type { Safeguard } from '../safeguards.ts';
import type { Scenario } from '../scenario.ts';
import {
  outboxClock,
  outboxDatabase,
  outboxDisk,
  outboxGone,
  outboxGoneBriefly,
  outboxLate,
  outboxLateReplicas,
  outboxOne,
  outboxReplicas,
} from './outbox.ts';
import { deletedCards } from './deleted-cards.ts';
import { digestsOwed, digestsRestored } from './digests.ts';
import { limitedHistory, withheldMetadata } from './limited-history.ts';
import { openings } from './openings.ts';
import { restarts } from './restarts.ts';
import { suspended } from './suspended.ts';
import { rolling } from './rolling.ts';
import { upgrades } from './upgrades.ts';
import { pressesHttp, pressesOneProcess, pressesReplicas } from './presses.ts';

export const scenarios: readonly Scenario[] = [
  pressesOneProcess,
  pressesReplicas,
  pressesHttp,
  openings,
  suspended,
  restarts,
  digestsOwed,
  digestsRestored,
  upgrades,
  rolling,
  deletedCards,
  limitedHistory,
  withheldMetadata,
  outboxOne,
  outboxReplicas,
  outboxLate,
  outboxLateReplicas,
  outboxDatabase,
  outboxGone,
  outboxGoneBriefly,
  outboxClock,
  outboxDisk,
];

export const safeguardRows: readonly (readonly [Safeguard, Scenario])[] = [
  ['outbox-key', digestsOwed],
  ['inbox-key', pressesHttp],
  ['inbox-same', pressesHttp],
  ['look-back', outboxOne],
  ['order', outboxReplicas],
  ['visibility', outboxLate],
  ['lease', outboxLateReplicas],
  ['lease-visibility', outboxLateReplicas],
  ['fencing', suspended],
];
