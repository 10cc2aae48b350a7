/** 207 when some of a list were rejected and others not, 400 when all were. */
export function partlyRejected(result: unknown): number {
  const { results } = result as { results: readonly { status: string }[] };
  const rejected = results.filter(({ status }) => status === 'rejected').length;
  if (rejected === 0) return 200;
  return rejected === results.length && results.length === 1 ? 400 : 207;
}
