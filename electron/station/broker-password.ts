import { statSync, readFileSync } from 'node:fs';

import { Failure, sentenceOf } from './failure.ts';

/**
 * The broker's password: from the environment, else from the file named, which nobody but its owner may read.
 * It is handed to the engine and kept nowhere else.
 */
export function brokerPassword(
  fromEnvironment: string | undefined,
  file: string | undefined,
): string | undefined {
  if (file === undefined) return fromEnvironment === '' ? undefined : fromEnvironment;
  const text = readPrivately(file).replace(/\r?\n$/, '');
  if (text === '') throw new Failure(2, `The password file ${file} is empty.`);
  return text;
}

function readPrivately(file: string): string {
  try {
    const { mode } = statSync(file);
    // Windows has no such bits: there the folder's access list decides.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      throw new Failure(
        2,
        `The password file ${file} can be read by others (mode ${octal}); make it private with: chmod 600 ${file}`,
      );
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(2, `The password file ${file} cannot be read: ${sentenceOf(error)}.`);
  }
}
