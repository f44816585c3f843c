/** The other system needs time: the step stays open and is tried again after so many seconds. */
export class NotYet extends Error {
  readonly seconds: number;

  /** `message` tells a person what is waited for. */
  constructor(message: string, seconds: number) {
    super(message);
    this.name = 'NotYet';
    this.seconds = seconds;
  }
}
