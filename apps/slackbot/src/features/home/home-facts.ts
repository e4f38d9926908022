/** Reads the facts for a person's Home tab through the services, limited to what they may see. Errors: those of the store. */
import type { Instant } from '@leadbell/domain';
import type { StoredAlert } from '@leadbell/store';
import type { CardPart, Text } from '@leadbell/slack-kit';
import { errorFields } from '../../log-error.ts';
import type { BotContext } from '../../bot/contract.ts';
import type { CommandContext } from '../../commands/command.ts';
import { jobParts } from '../help/feature.ts';
import { type Glance, todayAtAGlance } from '../leads/feature.ts';
import { accessFact, headline } from '../status/feature.ts';
import { type OwnSubscription, ownRow } from '../subscriptions/feature.ts';
import { alertRow } from '../alerts/feature.ts';

export interface HomeFacts {
  /** Null while the DMS does not answer. */
  readonly today: Glance | null;
  /** Rows of open alerts; the person's own come first. */
  readonly alerts: readonly { readonly row: CardPart; readonly isOwn: boolean }[];
  readonly openAlerts: number;
  readonly subscriptions: readonly Text[];
  readonly ownSubscriptions: number;
  readonly status: string | null;
  readonly access: Text | null;
  readonly jobs: readonly CardPart[];
  readonly now: Instant;
}

/** The tab shows at most this many alerts; a button opens all alerts. */
const alertsShown = 5;
const subscriptionsShown = 5;

export async function homeFacts(user: string, context: CommandContext, { log }: BotContext): Promise<HomeFacts> {
  const { messages, zone, alerts: service, subscriptionService } = context;
  const [today, open, own, status, jobs] = await Promise.all([
    todayAtAGlance(context).catch((error: unknown) => {
      log.info(errorFields(error), 'home.today');
      return null;
    }),
    service.open(user, alertsShown),
    subscriptionService.ofOwner(user),
    context.status(),
    jobParts(context),
  ]);
  const shown = open.first;
  const errorTexts = shown.length === 0 ? new Map() : await service.errorTexts(shown);
  return {
    today,
    alerts: shown.map((alert) => ({
      row: alertRow(alert, { messages, zone, errorTexts }),
      isOwn: isOwnOf(user, alert),
    })),
    openAlerts: open.count,
    subscriptions: own.slice(0, subscriptionsShown).map((one: OwnSubscription) => ownRow(one, context)),
    ownSubscriptions: own.length,
    status: status === null ? null : headline(status, context),
    access: status === null ? null : accessFact(status.installation, context).value,
    jobs,
    now: context.now,
  };
}

/** Whether the person owns the alert, or has acknowledged it while no one owns it. */
function isOwnOf(user: string, { state }: StoredAlert): boolean {
  return (state.owner ?? state.acknowledgedBy) === user;
}
