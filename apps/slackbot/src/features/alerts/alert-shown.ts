/** The data for showing an alert to a reader: language, zone and error texts. Pure types. */
import type { Zone } from '@leadbell/domain';
import type { Messages } from '../../words/index.ts';
import type { ErrorTexts } from './title.ts';

export interface AlertShown {
  readonly messages: Messages;
  readonly zone: Zone;
  /** Error texts by fingerprint. */
  readonly errorTexts: ErrorTexts;
  /** People of other workspaces, who cannot be mentioned in this workspace. */
  readonly outsiders?: ReadonlySet<string>;
}
