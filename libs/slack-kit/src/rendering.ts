/** Announces each rendering, so that tests find one inside a transaction. In production there are no listeners. */
import { type Channel, channel } from 'node:diagnostics_channel';

export const rendering: Channel = channel('leadbell:rendering');
