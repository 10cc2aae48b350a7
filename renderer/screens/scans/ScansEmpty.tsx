import { ScanBarcode, SearchX } from 'lucide-react';

import { setParams } from '#renderer/data/location-state.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { publishCommand } from '#renderer/text/publish-command.ts';
import { scansText } from '#renderer/text/scans.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

import { isFiltering, type ScanParams } from './scan-params.ts';
import styles from './ScansScreen.module.css';

const example = {
  topic: 'waymark/v1/site-1/gun-1/scan',
  payload: '{"codes":["WM-1001"],"bizStep":"receiving","readPoint":"dock-1"}',
};

const showAll = (): void =>
  setParams({
    site: undefined,
    device: undefined,
    code: undefined,
    step: undefined,
    from: undefined,
    to: undefined,
    range: undefined,
  });

/** Why there is no scan in the list, and what would change that. */
export function ScansEmpty({ params }: { readonly params: ScanParams }) {
  const { data } = useQuery('engine.info', {});
  const hasRange = params.isHistory && (params.fixed !== undefined || params.range !== 'all');
  if (isFiltering(params) || hasRange) {
    return (
      <EmptyState
        icon={SearchX}
        title={isFiltering(params) ? scansText.nothingMatches : scansText.nothingInRange}
        action={<Button onClick={showAll}>{scansText.clearAll}</Button>}
      />
    );
  }
  return (
    <EmptyState icon={ScanBarcode} title={scansText.emptyTitle}>
      <p>{scansText.emptyText}</p>
      {data !== undefined && (
        <div className={styles['example']}>
          <CodeBlock text={publishCommand(data.brokerUrl, example)} label={scansText.emptyCommand} wrap />
        </div>
      )}
    </EmptyState>
  );
}
