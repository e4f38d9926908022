/** The version of Leadbell; it is written only here. `-dev`: the state of the code before that release. Pure. */
export const version = '0.2.0-dev';
