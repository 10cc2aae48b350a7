import type { FindingRow } from '#shared/contract/types.ts';

import { findingsText as text } from '#renderer/text/findings.ts';
import { formatCount } from '#renderer/text/format.ts';
import { shareWords } from '#renderer/text/order-notes.ts';

import styles from './DelaysScreen.module.css';

type Sure = Pick<FindingRow, 'sureness'>;

/** How sure it is, and on hover what that rests on. */
export function SureWords({ sureness }: Sure) {
  const { basis, share } = sureness;
  const words = basis === 'fact' ? text.certain : share === null ? text.unmeasured : shareWords(share);
  return (
    <span data-tip={whyWords({ sureness })} className={share === null ? styles['quiet'] : styles['figure']}>
      {words}
    </span>
  );
}

/** How sure it is and why, in words. */
export function SureFact({ sureness }: Sure) {
  if (sureness.share === null) return <>{text.sureTips.unmeasured(formatCount(sureness.of))}</>;
  return (
    <>
      <SureWords sureness={sureness} /> — {whyWords({ sureness })}
    </>
  );
}

function whyWords({ sureness: { basis, of } }: Sure): string {
  const tips = text.sureTips;
  return basis === 'record' || basis === 'unmeasured' ? tips[basis](formatCount(of)) : tips[basis];
}
