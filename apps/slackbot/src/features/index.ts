/** The features, in the order in which help shows their commands. To add a feature, add its folder and a line here. */
import type { Feature, Registry } from '../bot/contract.ts';
import { createRegistry } from '../bot/registry.ts';
import { joinWords } from '../words/index.ts';
import { alertsFeature } from './alerts/feature.ts';
import { auditFeature } from './audit/feature.ts';
import { digestFeature } from './digest/feature.ts';
import { forgetFeature } from './forget/feature.ts';
import { helpFeature } from './help/feature.ts';
import { homeFeature } from './home/feature.ts';
import { languageFeature } from './language/feature.ts';
import { leadsFeature } from './leads/feature.ts';
import { newLeadsFeature } from './new-leads/feature.ts';
import { replayFeature } from './replay/feature.ts';
import { statusFeature } from './status/feature.ts';
import { subscriptionsFeature } from './subscriptions/feature.ts';

export const features: readonly Feature[] = [
  leadsFeature,
  subscriptionsFeature,
  alertsFeature,
  digestFeature,
  newLeadsFeature,
  replayFeature,
  languageFeature,
  statusFeature,
  auditFeature,
  forgetFeature,
  helpFeature,
  homeFeature,
];

joinWords(features);

export const registry: Registry = createRegistry(features);

/** Exported here, so that a file that imports it also loads the words of all features. */
export { messagesFor } from '../words/index.ts';
