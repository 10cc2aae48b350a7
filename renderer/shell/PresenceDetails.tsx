import type { BooksRow, BrokerStateRow } from '#shared/contract/types.ts';

import type { Presence } from '../data/presence-store.ts';
import { formatCount, formatRate } from '../text/format.ts';
import { shellText } from '../text/shell.ts';
import { Age } from '../ui/Age.tsx';
import { Facts, type Fact } from '../ui/Facts.tsx';
import { Section } from '../ui/Section.tsx';
import { StatusDot } from '../ui/StatusDot.tsx';
import { Time } from '../ui/Time.tsx';
import type { Tone } from '../ui/tone.ts';
import { Value } from '../ui/Value.tsx';
import styles from './PresenceDetails.module.css';

/** Where the messages come from and what became of every one of them. */
export function PresenceDetails({ presence }: { readonly presence: Presence }) {
  const { engine, problem, link } = presence;
  return (
    <div className={styles['details']}>
      {link !== 'live' && problem !== undefined && <p className={styles['problem']}>{problem}</p>}
      {engine === undefined ? (
        <p>{shellText.neverLive}</p>
      ) : (
        <>
          {engine.problems.map((text) => (
            <p key={text} className={styles['problem']}>
              {text}
            </p>
          ))}
          <Facts
            items={[
              { label: shellText.engineVersion, value: engine.version },
              { label: shellText.engineStarted, value: <Time at={engine.startTime} /> },
              { label: shellText.lastHeard, value: <Age at={engine.engineTime} ago /> },
            ]}
          />
          <Section title={shellText.brokers}>
            {engine.brokers.map((broker) => (
              <Broker key={broker.brokerId} broker={broker} />
            ))}
          </Section>
          <Section title={shellText.books}>
            <Books books={engine.ingest} />
          </Section>
        </>
      )}
    </div>
  );
}

const brokerTones: Readonly<Record<BrokerStateRow['link'], Tone>> = {
  connected: 'ok',
  connecting: 'quiet',
  offline: 'bad',
};

function Broker({ broker }: { readonly broker: BrokerStateRow }) {
  const items: Fact[] = [
    {
      label: shellText.brokerKind[broker.kind],
      value: <StatusDot tone={brokerTones[broker.link]} label={shellText.brokerLink[broker.link]} />,
    },
    { label: shellText.since, value: <Time at={broker.since} /> },
    { label: shellText.lastMessage, value: <Age at={broker.lastMessageTime} ago /> },
  ];
  if (broker.clients !== undefined)
    items.push({ label: shellText.clients, value: formatCount(broker.clients) });
  return (
    <div className={styles['broker']}>
      <code>{broker.url}</code>
      <Facts items={items} />
    </div>
  );
}

const bookRows = [
  'stored',
  'duplicate',
  'ignored',
  'quarantined',
  'limited',
  'pending',
] as const satisfies readonly (keyof BooksRow)[];

function Books({ books }: { readonly books: BooksRow }) {
  return (
    <table className={styles['books']}>
      <tbody>
        <tr>
          <th scope="row">{shellText.book.received}</th>
          <td>{formatCount(books.received)}</td>
          <td>
            <Value measured={formatRate(books.perSecond)} />
          </td>
        </tr>
        {bookRows.map((name) => (
          <tr key={name} data-part>
            <th scope="row">{shellText.book[name]}</th>
            <td>{formatCount(books[name])}</td>
            <td />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>{books.pending === 0 ? shellText.booksBalance : shellText.booksHint}</td>
        </tr>
      </tfoot>
    </table>
  );
}
