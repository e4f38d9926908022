/** Builds the Home tab as a card: first the person's open tasks, then the possible actions. Pure. */
import { type Language, languageTags } from '@leadbell/i18n';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import { queryButton } from '../../cards/controls.ts';
import { languageButton } from '../../cards/language-buttons.ts';
import { dotted, lines, words } from '../../cards/text.ts';
import type { ParseContext, Query } from '../../queries/query.ts';
import { messagesFor, type Messages } from '../../words/index.ts';
import type { HomeFacts } from './home-facts.ts';

const todayQuery = { command: 'today', period: { kind: 'today' }, filters: {}, page: 0, share: false } as Query;
const alertsQuery = { command: 'alerts', page: 0, share: false } as Query;

export function homeCard(facts: HomeFacts, isWelcome: boolean, context: Pick<ParseContext, 'messages'>): Card {
  const { messages } = context;
  const { home: say, direction } = messages;
  return {
    summary: say.title,
    direction,
    parts: [
      ...(isWelcome ? welcomeParts(messages) : []),
      ...ownAlertParts(facts, messages),
      { kind: 'header', text: say.today },
      { kind: 'text', text: todayText(facts, messages) },
      {
        kind: 'actions',
        elements: [
          queryButton(say.openToday, todayQuery, 'primary'),
          ...(isWelcome ? [] : languageTags.filter((tag) => tag !== messages.tag).map(languageButton)),
        ],
      },
      ...alertParts(facts, messages),
      ...subscriptionParts(facts, messages),
      { kind: 'divider' },
      { kind: 'header', text: say.actions },
      ...facts.jobs,
      ...(facts.access === null ? [] : [{ kind: 'divider' } as const, { kind: 'note', text: facts.access } as const]),
    ],
  };
}

function todayText({ today }: HomeFacts, { home: say }: Messages): Text {
  if (today === null) return [words(say.noToday)];
  return dotted([today.totals, today.hot === 0 ? null : words(`🔥 ${say.hot(today.hot)}`)]);
}

/** Shows the person's own alerts, which come first on the tab. */
function ownAlertParts({ alerts }: HomeFacts, { home: say }: Messages): readonly CardPart[] {
  const own = alerts.filter(({ isOwn }) => isOwn);
  return own.length === 0 ? [] : [{ kind: 'header', text: say.ownAlerts }, ...own.map(({ row }) => row)];
}

function alertParts({ alerts, openAlerts }: HomeFacts, { home: say }: Messages): readonly CardPart[] {
  const others = alerts.filter(({ isOwn }) => !isOwn);
  const hasOwn = others.length < alerts.length;
  const more = openAlerts - alerts.length;
  if (hasOwn && others.length === 0 && more <= 0) return [];
  return [
    { kind: 'header', text: hasOwn ? say.otherAlerts : say.alerts },
    ...(openAlerts === 0 ? [{ kind: 'text', text: [words(say.noAlerts)] } as const] : []),
    ...others.map(({ row }) => row),
    ...(more <= 0
      ? []
      : ([{ kind: 'actions', elements: [queryButton(say.allAlerts(openAlerts), alertsQuery)] }] as const)),
  ];
}

function subscriptionParts(
  { subscriptions, ownSubscriptions }: HomeFacts,
  { home: say, leads }: Messages,
): readonly CardPart[] {
  const more = ownSubscriptions - subscriptions.length;
  return [
    { kind: 'header', text: say.subscriptions },
    ...(ownSubscriptions === 0
      ? [{ kind: 'text', text: [words(say.noSubscriptions)] } as const]
      : subscriptions.map((text): CardPart => ({ kind: 'text', text }))),
    ...(ownSubscriptions === 0
      ? []
      : [{ kind: 'note', text: lines([more > 0 ? words(leads.more(more)) : null, words(say.change)]) } as const]),
  ];
}

/** Welcomes the person in every language, because the person's language is not known yet. */
function welcomeParts(messages: Messages): readonly CardPart[] {
  const order: readonly Language[] = [messages.tag, ...languageTags.filter((tag) => tag !== messages.tag)];
  return [
    { kind: 'header', text: messages.home.title },
    ...order.map((tag): CardPart => {
      const { home, direction } = messagesFor(tag);
      return { kind: 'text', text: [words(home.welcome)], direction };
    }),
    { kind: 'actions', elements: languageTags.map(languageButton) },
    { kind: 'divider' },
  ];
}
