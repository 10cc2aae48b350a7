import { useCallback, useEffect, useRef, useState } from 'react';

import type { ContractError } from '#shared/result.ts';

import { asContractError } from '#renderer/data/contract-error.ts';
import { useEngine } from '#renderer/data/engine-context.ts';
import { type ColumnMapping, type ImportJob, fileImporter } from '#renderer/data/import-orders.ts';
import { importText } from '#renderer/text/orders.ts';
import { type CsvHead, csvHead, decodeCsv } from './csv-file.ts';
import { problemOf } from './file-problem.ts';
import { keepMapping, keptMapping } from './kept-mappings.ts';

/** A file that has been read. */
interface ReadFile {
  readonly name: string;
  readonly csv: string;
  readonly isUtf8: boolean;
}

/** How an import of a file is doing. */
export type ImportState =
  | { readonly step: 'choose'; readonly problem?: string }
  | { readonly step: 'reading'; readonly name: string }
  | { readonly step: 'sending'; readonly name: string; readonly job?: ImportJob }
  | {
      readonly step: 'mapping';
      readonly name: string;
      readonly head: CsvHead;
      readonly mapping: ColumnMapping | undefined;
    }
  | { readonly step: 'failed'; readonly name: string; readonly error: ContractError }
  | { readonly step: 'done'; readonly name: string; readonly job: ImportJob; readonly isUtf8: boolean };

export interface OrderImport {
  readonly state: ImportState;
  readonly choose: (file: File) => void;
  /** Goes on with the file that was chosen, its columns named by `mapping`. */
  readonly importMapped: (mapping: ColumnMapping) => void;
  /** Imports lines that were corrected here, as the file they came from. */
  readonly importCorrected: (csv: string) => void;
  /** Asks what the columns of the chosen file stand for. */
  readonly mapColumns: () => void;
  /** Stops what is under way. */
  readonly cancel: () => void;
}

const pollMs = 500;

/** Takes a file of orders from choosing it to its result. */
export function useOrderImport(): OrderImport {
  const { client } = useEngine();
  const [state, setState] = useState<ImportState>({ step: 'choose' });
  const chosen = useRef<ReadFile>(undefined);
  const mappingUsed = useRef<ColumnMapping>(undefined);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const send = useCallback(
    async (file: ReadFile, mapping: ColumnMapping | undefined): Promise<void> => {
      const controller = new AbortController();
      running.current = controller;
      mappingUsed.current = mapping;
      const { name, csv, isUtf8 } = file;
      setState({ step: 'sending', name });
      try {
        let job = await fileImporter(client, window, 'orders').start({
          csv,
          mapping,
          signal: controller.signal,
        });
        while (job.state === 'running') {
          setState({ step: 'sending', name, job });
          await new Promise((resolve) => setTimeout(resolve, pollMs));
          job = await client.request('orders.importJob', { jobId: job.jobId }, { signal: controller.signal });
        }
        setState({ step: 'done', name, job, isUtf8 });
      } catch (failure) {
        if (controller.signal.aborted) return;
        const error = asContractError(failure);
        setState(
          hasNoNumber(error)
            ? { step: 'mapping', name, head: csvHead(csv), mapping: undefined }
            : { step: 'failed', name, error },
        );
      }
    },
    [client],
  );

  const choose = useCallback(
    (file: File) => {
      const { mostBytes } = fileImporter(client, window, 'orders');
      const problem = problemOf(file, mostBytes);
      if (problem !== undefined) {
        setState({ step: 'choose', problem });
        return;
      }
      setState({ step: 'reading', name: file.name });
      async function read(): Promise<void> {
        try {
          const { text, isUtf8 } = decodeCsv(new Uint8Array(await file.arrayBuffer()));
          chosen.current = { name: file.name, csv: text, isUtf8 };
        } catch {
          // The file was moved or changed since it was chosen; the browser says no more than that.
          setState({ step: 'choose', problem: importText.unreadable });
          return;
        }
        await send(chosen.current, keptMapping(csvHead(chosen.current.csv).header));
      }
      void read();
    },
    [client, send],
  );

  return {
    state,
    choose,
    importMapped: (mapping) => {
      const file = chosen.current;
      if (file === undefined) return;
      keepMapping(csvHead(file.csv).header, mapping);
      void send(file, mapping);
    },
    importCorrected: (csv) => {
      const file = chosen.current;
      if (file !== undefined) void send({ ...file, csv }, mappingUsed.current);
    },
    mapColumns: () => {
      const file = chosen.current;
      if (file !== undefined)
        setState({
          step: 'mapping',
          name: file.name,
          head: csvHead(file.csv),
          mapping: mappingUsed.current,
        });
    },
    cancel: () => {
      if (state.step === 'sending' && state.job?.step === 'entering') {
        // It is watched until all of it is taken back; should it have ended meanwhile, its result says so.
        client.request('orders.cancelImport', { jobId: state.job.jobId }).catch(() => undefined);
        return;
      }
      running.current?.abort();
      if (state.step === 'sending' && state.job !== undefined) {
        const { jobId } = state.job;
        // Should it have ended meanwhile, there is nothing to stop; the list shows what came of it.
        client.request('orders.cancelImport', { jobId }).catch(() => undefined);
      }
      setState({ step: 'choose', problem: importText.stopped });
    },
  };
}

/** True where a file was refused because none of its columns is the order number. */
function hasNoNumber({ code, details }: ContractError): boolean {
  return code === 'invalid-request' && typeof details === 'object' && details !== null && 'header' in details;
}
