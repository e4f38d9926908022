/** Refusals by the gate, in English. Pure. */
import type { Ability, ReadingBound } from '@leadbell/domain';
import { plural } from './grammar.en.ts';

const what: Readonly<Record<Ability, string>> = {
  'see lists': 'see leads',
  'open a person': 'open or find a lead with its contact details',
  export: 'export leads',
  'act on alerts': 'act on alerts',
  silence: 'silence errors or snooze alerts',
  'subscribe here': 'change subscriptions',
  share: 'share with a channel',
  administer: 'administer Leadbell',
};

export const en = {
  access: {
    mayNot: (ability: Ability): string =>
      `Your role doesn’t let you ${what[ability]}. Ask the person who looks after Leadbell for a higher role.`,
    guest:
      'Leadbell shows people’s data, so guests of this workspace can’t use it. Ask the person who looks after Leadbell.',
    outsider: 'Leadbell shows people’s data, so people from other companies can’t use it.',
    noPerson: 'Leadbell doesn’t know who you are, so it can’t answer. Ask the person who looks after Leadbell.',
    noRole: 'You have no role in Leadbell yet. Ask the person who looks after Leadbell.',
    unanswered: 'Slack couldn’t tell me just now what you may do, so I did nothing. Please try again in a minute.',
    missingScope: (ability: Ability, scope: string): string =>
      `To let you ${what[ability]}, Leadbell must know who you are. Slack doesn’t say, because the app lacks the scope ${scope}. Please ask a Slack admin to reinstall the app.`,
    needsAll: 'This covers the leads of all brands and branches, and your role lets you see only some of them.',
    unrecorded:
      'I couldn’t record this just now, and I show a person’s data only when I can record it. Please try again in a minute.',
    tooManyPeople: ({ people, minutes }: ReadingBound): string =>
      `One person may see ${plural(people, { one: '# lead', other: '# leads' })} with contact details in ${plural(minutes, { one: '# minute', other: '# minutes' })}, and this would be more. Please try again later, or ask the person who looks after Leadbell.`,
    sharedOutside: 'People from other companies can read this channel.',
    shareAnyway: 'Share anyway',
  },
};

export type AccessWords = typeof en;
