/** English. Pure. */

export const en = {
  commands: {
    help: { form: 'help', gives: 'this' },
  },

  help: {
    title: 'Leadbell: your leads in Slack',
    summary: 'What /leads can do: today, any period, errors, bulk, lead.',
    intro: 'Type /leads and what you want to see.',
    filters: 'Filters, after any of them',
    filterForms:
      'brand:KIA · branch:Riyadh · source:"Direct Contact" · sub:Email · priority:hot · type:Individual · status:errored, created or pending',
    share: 'Add --share to post the answer in the channel. Otherwise only you see it.',
    privacy: 'Lists show first names and initials only. Open a lead to see how to reach the person.',
    buttons: { today: 'Today', yesterday: 'Yesterday', thisWeek: 'This week', errors: 'Errors today' },
  },
};

export type HelpWords = typeof en;
export type HelpCommands = HelpWords['commands'];
