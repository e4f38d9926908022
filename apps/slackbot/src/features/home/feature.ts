/** The Home feature: the Home tab that Slack shows to a person under Leadbell's name. */
import type { Feature } from '../../bot/contract.ts';
import type { HomeClock } from './home-clock.ts';
import type { HomePages } from './home-pages.ts';
import { listenToHome } from './listen.ts';
import { ar } from './words.ar.ts';
import { en, type HomeWords } from './words.en.ts';

declare module '../../words/index.ts' {
  interface Messages extends HomeWords {}
}

declare module '../../reports/context.ts' {
  interface Services {
    readonly homes: HomePages;
    readonly homeClock: HomeClock;
  }
}

declare module '../../bot/job-context.ts' {
  interface JobContext {
    readonly homeClock: HomeClock;
  }
}

export const homeFeature: Feature = {
  name: 'home',
  words: { en, ar },
  listen: [listenToHome],
  eachMinute: {
    run({ homeClock }) {
      homeClock.tick();
      return Promise.resolve(0);
    },
  },
};
