import type { AlertRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import type { ContractError } from '#shared/result.ts';

import { type CommandOutcome, useCommand } from '#renderer/data/use-command.ts';
import type { Decision } from '#renderer/text/alerts.ts';

interface Decided {
  readonly alertId: string;
  readonly decision: Decision;
  readonly note: string;
  /** Who it is assigned to; empty: nobody. */
  readonly to: string;
  /** When a shelved one comes back. */
  readonly until: number | undefined;
}

interface Decider {
  readonly run: (decided: Decided) => Promise<CommandOutcome<AlertRow>>;
  readonly isBusy: boolean;
  readonly error: ContractError | undefined;
}

/** Carries a decision out with the command it is made of. */
export function useDecide(): Decider {
  const acknowledge = useCommand('alerts.acknowledge');
  const resolve = useCommand('alerts.resolve');
  const shelve = useCommand('alerts.shelve');
  const unshelve = useCommand('alerts.unshelve');
  const comment = useCommand('alerts.comment');
  const assign = useCommand('alerts.assign');
  const outOfService = useCommand('alerts.outOfService');
  const inService = useCommand('alerts.inService');
  const all = [outOfService, inService, acknowledge, resolve, shelve, unshelve, comment, assign];

  function run({
    alertId,
    decision,
    note: typed,
    to: name,
    until,
  }: Decided): Promise<CommandOutcome<AlertRow>> {
    const note = typed.trim();
    const to = name.trim();
    switch (decision) {
      case 'acknowledge':
        return acknowledge.run({ alertId, note });
      case 'resolve':
        return resolve.run({ alertId, note });
      case 'comment':
        return comment.run({ alertId, note });
      case 'shelve':
        return shelve.run({ alertId, note, until: toIso(until ?? Number.NaN) });
      case 'unshelve':
        return unshelve.run({ alertId, note });
      case 'out-of-service':
        return outOfService.run({ alertId, note });
      case 'in-service':
        return inService.run({ alertId, note });
      case 'assign':
        return assign.run({ alertId, note, ...(to === '' ? {} : { to }) });
    }
  }

  return {
    run,
    isBusy: all.some((command) => command.isBusy),
    error: all.find((command) => command.error !== undefined)?.error,
  };
}
