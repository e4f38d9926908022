/** Names of what can be pressed or chosen in a message: cards put them in, listeners take them. The renderer adds `:n` to make them unique. */
export const actionIds = {
  /** Value: an encoded query. */
  ask: 'leads.ask',
  /** A select; its options' values are encoded queries. */
  filter: 'leads.filter',
  /** Value: an encoded query, to be posted to the channel. */
  share: 'leads.share',
  /** Value: an encoded query and a lead's reference: `decodeOpen`. */
  open: 'leads.open',
  /** Value: `acknowledge 12`, see `readAlertValue`. */
  alert: 'leads.alert',
  /** Value: an alert, a group of its errors and a page: `readErroredWish`. */
  errored: 'leads.errored',
  /** Value: a summary of alerts and a page: `readCausesWish`. */
  causes: 'leads.causes',
  /** In that list, of one alert: `readCauseWish`. */
  cause: 'leads.cause',
  /** Value: the number of a silence that is to end. */
  silence: 'leads.silence',
  /** Value: `pause 3`, see `readSubscriptionValue`. */
  subscription: 'leads.subscription',
  /** A select of a form: what it is a subscription to. */
  subscribeKind: 'leads.subscribe.kind',
} as const;

/** Of the list of an alert's errors: a lead that is opened from it lies on top. */
export const erroredViewName = 'leads.errored';

export type ActionId = (typeof actionIds)[keyof typeof actionIds];

/** Matches an id as it is sent, with what the renderer added. */
export function actionPattern(...ids: readonly ActionId[]): RegExp {
  return new RegExp(`^(?:${ids.map((id) => RegExp.escape(id)).join('|')})(?::\\d+)?$`);
}

/** Without what the renderer added; null for one of another version. */
export function readActionId(sent: string): ActionId | null {
  const plain = sent.replace(/:\d+$/, '');
  return Object.values(actionIds).find((id) => id === plain) ?? null;
}
