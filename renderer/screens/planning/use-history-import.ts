import { useCallback, useEffect, useRef, useState } from 'react';

import type { ContractError } from '#shared/result.ts';

import { asContractError } from '#renderer/data/contract-error.ts';
import { useEngine } from '#renderer/data/engine-context.ts';
import { fileImporter, type ImportJob } from '#renderer/data/import-orders.ts';
import { decodeCsv } from '#renderer/orders/csv-file.ts';
import { problemOf } from '#renderer/orders/file-problem.ts';
import { importText } from '#renderer/text/orders.ts';

/** How an import of finished journeys is doing. */
export type HistoryImportState =
  | { readonly step: 'choose'; readonly problem?: string }
  | { readonly step: 'sending'; readonly name: string; readonly job?: ImportJob }
  | { readonly step: 'failed'; readonly error: ContractError }
  | { readonly step: 'done'; readonly name: string; readonly job: ImportJob };

export interface HistoryImport {
  readonly state: HistoryImportState;
  readonly choose: (file: File) => void;
  /** Stops what is under way; what was kept of it is taken back. */
  readonly cancel: () => void;
}

const pollMs = 500;

/** Takes a file of finished journeys from choosing it to its result; `onDone` once the engine has ended with it. */
export function useHistoryImport(onDone: () => void): HistoryImport {
  const { client } = useEngine();
  const [state, setState] = useState<HistoryImportState>({ step: 'choose' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const send = useCallback(
    async (file: File): Promise<void> => {
      const controller = new AbortController();
      const { signal } = controller;
      running.current = controller;
      setState({ step: 'sending', name: file.name });
      try {
        const { text: csv } = decodeCsv(new Uint8Array(await file.arrayBuffer()));
        let job = await fileImporter(client, window, 'history').start({ csv, signal });
        while (job.state === 'running') {
          setState({ step: 'sending', name: file.name, job });
          await new Promise((resolve) => setTimeout(resolve, pollMs));
          job = await client.request('orders.importJob', { jobId: job.jobId }, { signal });
        }
        setState({ step: 'done', name: file.name, job });
        onDone();
      } catch (failure) {
        if (signal.aborted) return;
        // The file was moved or changed since it was chosen; the browser says no more than that.
        if (failure instanceof DOMException) setState({ step: 'choose', problem: importText.unreadable });
        else setState({ step: 'failed', error: asContractError(failure) });
      }
    },
    [client, onDone],
  );

  return {
    state,
    choose: (file) => {
      const problem = problemOf(file, fileImporter(client, window, 'history').mostBytes);
      if (problem === undefined) void send(file);
      else setState({ step: 'choose', problem });
    },
    cancel: () => {
      const job = state.step === 'sending' ? state.job : undefined;
      if (job === undefined) {
        running.current?.abort();
        setState({ step: 'choose', problem: importText.stopped });
        return;
      }
      // It is watched until all of it is taken back; should it have ended meanwhile, its result says so.
      client.request('orders.cancelImport', { jobId: job.jobId }).catch(() => undefined);
    },
  };
}
