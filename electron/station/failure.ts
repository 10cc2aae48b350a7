/** 2 = wrong usage, 3 = another engine holds the data folder, 1 = everything else. */
export type FailureCode = 1 | 2 | 3;

/** Why Waymark cannot start or a command cannot be carried out: one sentence for the user, and the exit code. */
export class Failure extends Error {
  readonly exitCode: FailureCode;

  constructor(exitCode: FailureCode, sentence: string) {
    super(sentence);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** The message of anything thrown, on one line. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What the command line did not understand, in the words of its parser. */
export function usageFailure(error: Error, listed: string): Failure {
  const text = sentenceOf(error)
    .replace(/^error: /, '')
    .replace(/\.$/, '');
  return new Failure(2, `${text} (--help lists ${listed}).`);
}
