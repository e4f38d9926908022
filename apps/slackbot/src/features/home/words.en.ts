/** English. Pure. */
import { command, number, plural } from '../../words/grammar.en.ts';

export const en = {
  home: {
    title: 'Welcome to Leadbell',
    welcome:
      'Leadbell shows the leads of your DMS in Slack. Press a button here, or write to Leadbell. Which language would you like?',
    today: 'Today',
    hot: (n: number) => plural(n, { one: '# hot lead', other: '# hot leads' }),
    openToday: 'Show today’s leads',
    noToday: 'The DMS is not answering at the moment. Press the button in a minute to try again.',
    alerts: 'Open alerts',
    noAlerts: 'No open alerts.',
    ownAlerts: 'My open alerts',
    otherAlerts: 'Other open alerts',
    allAlerts: (count: number) => `All alerts (${number(count)} open)`,
    subscriptions: 'My subscriptions',
    noSubscriptions: `You have no subscriptions. To get a digest in a channel, type ${command('subscribe')} there.`,
    change: `To change one, type ${command('subscriptions')} in its channel.`,
    actions: 'What you can do',
    updated: (time: string) => `Updated ${time}`,
  },
};

export type HomeWords = typeof en;
