/** Builds the direct message for a new owner who is in no channel that has the alert. Pure. */
import type { StoredAlert } from '@leadbell/store';
import { lines, words } from '../../cards/text.ts';
import type { Card } from '@leadbell/slack-kit';
import { alertCard } from './alert-card.ts';
import type { AlertShown } from './alert-shown.ts';

/** Shows the alert with its buttons, below the name of the person who assigned it. */
export function assignedCard(alert: StoredAlert, by: string, shown: AlertShown): Card {
  const { alerts: say } = shown.messages;
  const card = alertCard(alert, shown);
  return {
    ...card,
    summary: `${say.assignedToYou}: ${card.summary}`,
    parts: [{ kind: 'text', text: lines([[words(`${say.assignedToYou} ${say.by} `), { user: by }]]) }, ...card.parts],
  };
}
