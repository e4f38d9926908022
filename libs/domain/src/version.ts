/** The version of Leadbell: the only place that has it. `-dev`: on the way to that release. Pure. */
export const version = '0.2.0-dev';
