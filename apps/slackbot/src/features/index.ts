/** The features, in the order in which help shows their commands. To add one: its folder, and a line here. */
import type { Feature } from '../bot/feature.ts';
import { own } from '../bot/own.ts';
import { createRegistry, type Registry } from '../bot/registry.ts';
import { alertsFeature } from './alerts/feature.ts';
import { digestFeature } from './digest/feature.ts';
import { helpFeature } from './help/feature.ts';
import { languageFeature } from './language/feature.ts';
import { leadsFeature } from './leads/feature.ts';
import { replayFeature } from './replay/feature.ts';
import { statusFeature } from './status/feature.ts';
import { subscriptionsFeature } from './subscriptions/feature.ts';

export const features: readonly Feature[] = [
  own,
  leadsFeature,
  subscriptionsFeature,
  digestFeature,
  alertsFeature,
  replayFeature,
  languageFeature,
  statusFeature,
  helpFeature,
];

export const registry: Registry = createRegistry(features);
