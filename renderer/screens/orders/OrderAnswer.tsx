import { ClipboardCopy, Mail, TriangleAlert } from 'lucide-react';

import { answerFacts } from '#shared/domain/answer/answer-facts.ts';
import { answerText, answerWords } from '#shared/domain/answer/answer-text.ts';
import { type AnswerLanguage, answerLanguages } from '#shared/domain/answer/answer-words.ts';
import { answerSentence } from '#shared/domain/answer/answer.ts';
import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';
import { groupOf } from '#shared/domain/finding.ts';

import { alertHref } from '#renderer/alerts/alert-links.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import { hrefOf, setParams, useLocationState } from '#renderer/data/location-state.ts';
import { commonText } from '#renderer/text/common.ts';
import { orderNotes, type PageTeller } from '#renderer/text/order-notes.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { CustomerLink } from './CustomerLink.tsx';
import styles from './OrderAnswer.module.css';

export interface OrderAnswerProps {
  readonly order: OrderBelievedRow;
  /** Undefined until it has been loaded. */
  readonly timeline: readonly TimelineRow[] | undefined;
  readonly teller: PageTeller;
}

/** What to tell the caller, in a language of theirs, with what it rests on and ways to send it. */
export function OrderAnswer({ order, timeline, teller }: OrderAnswerProps) {
  const language = languageOf(useLocationState().params['lang']);
  const words = answerWords[language];
  const sentence = answerSentence(order, teller, words);
  const notes = orderNotes(order, teller);
  const finding = order.alerts.find(({ kind }) => groupOf(kind) !== undefined);
  const isBad = order.lateness === 'late' || order.lateness === 'delivered-late';
  return (
    <section
      className={styles['answer']}
      data-tone={isBad ? 'bad' : order.lateness === 'at-risk' ? 'warn' : 'none'}
    >
      <p className={styles['headline']} data-answer lang={language}>
        {sentence}
      </p>
      {notes.length > 0 && (
        <ul className={styles['notes']} aria-label={text.notes}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {order.alerts.length > 0 && (
        <ul className={styles['alerts']} aria-label={text.alerts}>
          {order.alerts.map((alert) => (
            <li key={alert.alertId}>
              <TriangleAlert size={14} aria-hidden />{' '}
              <a href={alertHref({ alertId: alert.alertId })}>
                {messageWords(alert.message, teller.timeZone)}
              </a>
            </li>
          ))}
        </ul>
      )}
      {finding !== undefined && (
        <p className={styles['board']}>
          <a href={hrefOf('/delays', { finding: finding.alertId })}>{text.onBoard}</a>
        </p>
      )}
      <div className={styles['actions']}>
        <SegmentedControl
          label={text.language}
          value={language}
          options={answerLanguages.map((value) => ({ value, label: text.languages[value] }))}
          onChange={(value) => setParams({ lang: value === 'en' ? undefined : value }, { replace: true })}
        />
        <SendButtons order={order} written={answerText(order, sentence, teller, words)} />
        <CustomerLink orderNumber={order.orderNumber} timeZone={teller.timeZone} />
      </div>
      <AnswerFacts facts={answerFacts(order, timeline ?? [], teller, words)} teller={teller} words={words} />
    </section>
  );
}

function languageOf(asked: string | undefined): AnswerLanguage {
  return answerLanguages.find((each) => each === asked) ?? 'en';
}

interface SendButtonsProps {
  readonly order: OrderBelievedRow;
  readonly written: string;
}

function SendButtons({ order, written }: SendButtonsProps) {
  const toast = useToast();

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(written);
      toast.show({ tone: 'ok', title: commonText.copied });
    } catch {
      toast.show({ tone: 'bad', title: commonText.copyFailed });
    }
  }

  return (
    <>
      <Button icon={ClipboardCopy} onClick={() => void copy()} data-tip={text.copyReportTip}>
        {text.copyReport}
      </Button>
      <a className={styles['mail']} href={mailTo(order, written)} data-tip={text.mailTip}>
        <Mail size={15} aria-hidden />
        {text.mail}
      </a>
    </>
  );
}

function mailTo({ customer }: OrderBelievedRow, written: string): string {
  const [subject = '', ...body] = written.split('\n');
  const mail = new URLSearchParams({ subject, body: body.join('\r\n\r\n') });
  // Mail programs take %20 for a space, not a plus sign.
  return `mailto:${encodeURIComponent(customer.email ?? '')}?${mail.toString().replaceAll('+', '%20')}`;
}
