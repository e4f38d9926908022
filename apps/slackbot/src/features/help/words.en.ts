/** English. Pure. */

export const en = {
  commands: {
    help: { form: 'help', gives: 'shows what you can do; “help all” lists every command' },
  },

  help: {
    title: 'Leadbell: your leads in Slack',
    summary: 'Ask Leadbell for the leads of any period, for errors, a bulk, a lead, subscriptions or alerts.',
    intro: 'Copy a line below and change it. Only you see the answer.',
    short: 'Press a button, or type a line. Only you see the answer.',
    filters: 'Filters',
    /** `names`: the filters as people type them. */
    filtersHow: (names: string) => `Add one or more after a period, after “errors” or to a subscription: ${names}.`,
    filterSamples: ['today brand:KIA', 'yesterday source:"Direct Contact" status:errored'],
    share: 'Add “--share” to post the answer in the channel for everyone.',
    privacy: 'Lists show first names and initials only. Open a lead to see its contact details.',
    buttons: {
      today: 'Today',
      find: 'Find a lead',
      yesterday: 'Yesterday',
      subscribe: 'Subscribe',
      subscriptions: 'Subscriptions',
      preview: 'Preview',
      errors: 'Errors today',
      alerts: 'Open alerts',
      silences: 'Silences',
      status: 'Status',
      audit: 'Audit log',
      forget: 'Forget a person',
      all: 'All commands',
    },
  },
};

export type HelpWords = typeof en;
export type HelpCommands = HelpWords['commands'];
