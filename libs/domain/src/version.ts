/** The version of Leadbell; no other place has it. `-dev`: the state of the code before that release. Pure. */
export const version = '0.2.0-dev';
