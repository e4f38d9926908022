/** Announces each rendering, so that tests can find one inside a transaction. In production, nothing listens. */
import { type Channel, channel } from 'node:diagnostics_channel';

export const rendering: Channel = channel('leadbell:rendering');
