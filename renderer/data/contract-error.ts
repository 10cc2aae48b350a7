import { ContractError } from '#shared/result.ts';

/** What a promise of the client rejected with, as the one error shape. */
export function asContractError(error: unknown): ContractError {
  if (error instanceof ContractError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ContractError({ code: 'internal', message, retryable: false });
}
