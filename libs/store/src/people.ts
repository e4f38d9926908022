/** What people have chosen for themselves. Errors: the driver's. */
export interface People {
  /** Empty when nothing was chosen. */
  settings(workspace: string, user: string): Promise<object>;
  /** What is not named stays. */
  change(workspace: string, user: string, settings: object): Promise<void>;
}
