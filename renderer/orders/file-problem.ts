import { formatBytes } from '#renderer/text/format.ts';
import { importText } from '#renderer/text/orders.ts';

/** Why a chosen file cannot be imported; undefined where it can. */
export function problemOf(file: File, mostBytes: number): string | undefined {
  if (file.size === 0) return importText.empty;
  if (file.size <= mostBytes) return undefined;
  const [size, most] = [file.size, mostBytes].map((bytes) => {
    const { value, unit } = formatBytes(bytes);
    return `${value} ${unit}`;
  });
  return importText.tooLarge(size ?? '', most ?? '');
}
