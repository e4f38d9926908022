/**
 * Action ids of buttons and selects in messages: cards set them, listeners match them. The renderer
 * adds `:n` to make them unique.
 */
export const actionIds = {
  /** Value: an encoded query. */
  ask: 'leads.ask',
  /** A select. The value of each option is an encoded query. */
  filter: 'leads.filter',
  /** Value: an encoded query to post to the channel. */
  share: 'leads.share',
  /** Value: the id of a shared post. */
  takeBack: 'leads.takeback',
  /** Value: an encoded query and a lead's reference; see `decodeOpen`. */
  open: 'leads.open',
  /** Opens the search window. */
  findForm: 'leads.find.form',
  /** Opens the form of a new subscription. */
  subscribeForm: 'leads.subscribe.form',
  /** In an opened lead, also shows the fields that few people need. Value: the same as that of `open`. */
  more: 'leads.more',
  /** Value: `acknowledge 12`; see `readAlertValue`. */
  alert: 'leads.alert',
  /** Value: an alert, a group of its errors and a page; see `readErroredRequest`. */
  errored: 'leads.errored',
  /** Value: a summary of alerts and a page; see `readCausesRequest`. */
  causes: 'leads.causes',
  /** Value: an action on one of the alerts in the list of `causes`; see `readCauseRequest`. */
  cause: 'leads.cause',
  /** Value: the number of the silence to end. */
  silence: 'leads.silence',
  /** Value: `pause 3`; see `readSubscriptionValue`. */
  subscription: 'leads.subscription',
  /** In the subscription form, the select that chooses the kind. */
  subscribeKind: 'leads.subscribe.kind',
} as const;

/** Name of the modal that lists an alert's errors. A lead that is opened from this modal appears above it. */
export const erroredViewName = 'leads.errored';

export type ActionId = (typeof actionIds)[keyof typeof actionIds];

/** Matches an id as Slack sends it, including the renderer's suffix. */
export function actionPattern(...ids: readonly ActionId[]): RegExp {
  return new RegExp(`^(?:${ids.map((id) => RegExp.escape(id)).join('|')})(?::\\d+)?$`);
}

/** Removes the renderer's suffix; null for an id of another version. */
export function readActionId(sent: string): ActionId | null {
  const plain = sent.replace(/:\d+$/, '');
  return Object.values(actionIds).find((id) => id === plain) ?? null;
}
