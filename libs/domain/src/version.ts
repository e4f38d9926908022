/** The version of Leadbell; no other place has it. `-dev`: a version on the way to that release. Pure. */
export const version = '0.2.0-dev';
