import type { BooksRow } from '#shared/contract/types.ts';

import { isOwnTopic } from '../adapters/sources.ts';
import { codeOf, isStorageTrouble } from '../careful.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SettledBooks } from '../store/ledger.ts';
import type { DeferredMessage, DeferredPlace } from '../store/deferred.ts';
import type { Store } from '../store/store.ts';
import { balance } from './balance.ts';
import { Deferral } from './deferral.ts';
import type { Admission } from './flood-guard.ts';
import { LimitedMessages, unread } from './limited-messages.ts';
import { createRateMeter } from './rate-meter.ts';
import { retryInStore, type QuarantinedEntry } from './retry.ts';
import { Sanity, type Reconsidered } from './sanity.ts';
import { settleMessage, type Settlement, type UnderstoodMessage } from './settle.ts';
import type { Accept, InboundMessage } from './source.ts';
import { storageSentence, textOf } from './storage-sentence.ts';
import { refused, understand, type Knowledge } from './understand.ts';

/** Messages of one commit at the most; under load commits grow to this. */
const batchLimit = 2000;
/** A message waits this long for others to share its commit: as long as the commit before took, within these. */
const gatherMs = { least: 10, most: 50 } as const;
/**
 * So many waiting are worth a commit as soon as no more come: most brokers send no further messages until earlier ones
 * are acknowledged, so waiting longer would only be waiting.
 */
const worthwhile = 16;
const lullMs = 1;
const retryMs = 1000;
/** Deferred messages that are read together: some thirty milliseconds of work, which others may have to wait for. */
const deferredAtOnce = 300;
/** While a flood comes in, taking it from the broker goes first: so many are read, this far apart. */
const whileFlooded = { atOnce: 100, everyMs: 100 } as const;
/** That a device has its answer is written down this much later at the latest. */
const answersMs = 50;

export interface Pipeline {
  readonly accept: Accept;
  /** A message was acknowledged to the device itself. */
  readonly answered: (source: string, messageId: number) => void;
  /**
   * Runs a quarantined message again; only when it is used now does anything change. Undefined when the row went
   * in the meantime.
   */
  retry(message: InboundMessage, entry: () => QuarantinedEntry | undefined): Promise<Settlement | undefined>;
  /** Resolves when no message is being understood on another thread. */
  understood(): Promise<void>;
  /** What somebody decided about facts already there, with what follows from it. */
  reconsider(decide: () => readonly Reconsidered[]): void;
  books(): BooksRow;
  /** Rows stored so far, by kind. */
  tallies(): SettledBooks;
  /** Why nothing can be committed at the moment. */
  problem(): string | undefined;
  lastMessageTime(): number | undefined;
  /** Commits what is waiting. */
  drain(): void;
  stop(): void;
}

export interface PipelineOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly knowledge: Knowledge;
  /** Inside the transaction, after its messages were settled: what follows from them is committed with them. */
  readonly inTransaction: (settlements: readonly Settlement[]) => void;
  /** After each commit, with what it stored. */
  readonly onCommitted: (settlements: readonly Settlement[]) => void;
  /** What to do with a message in view of how many its device sends; by default all are read at once. */
  readonly admission?: (message: InboundMessage) => Admission;
  /** The disk is full: whoever can make room is asked to. */
  readonly onFull?: () => void;
}

interface Waiting {
  readonly understood: UnderstoodMessage;
  readonly settled: readonly (() => void)[];
  /** It is put on disk as it came. */
  readonly defer?: true;
  /** It was, and is read now. */
  readonly deferred?: DeferredPlace;
}

/**
 * Bytes → adapter → validation → one transaction per group of messages → acknowledgement → read models. Nothing
 * is acknowledged before its rows are committed; while the database cannot take them, messages wait unacknowledged
 * and the brokers keep what comes after.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { store, clock, log, knowledge, inTransaction, onCommitted } = options;
  let books: SettledBooks = store.ledger.books();
  let waiting: Waiting[] = [];
  const limited = new LimitedMessages();
  let cancelTimer: (() => void) | undefined;
  let cancelLull: (() => void) | undefined;
  let cancelAnswers: (() => void) | undefined;
  let problem: string | undefined;
  let lastMessageTime: number | undefined;
  /** A large batch costs less per message than two small ones: while commits take long, more is gathered. */
  let gather: number = gatherMs.least;
  let committing = false;
  let stopped = false;
  /** Messages that are being understood on another thread. */
  const elsewhere = new Set<Promise<void>>();
  const sanity = new Sanity(store);
  const deferral = new Deferral(store.deferred);
  /** Deferred messages that are being read; until they are settled. */
  let reading: Promise<void> | undefined;
  let unsettled = 0;
  let floodedAt = -Infinity;
  let cancelDeferred: (() => void) | undefined;
  const meter = createRateMeter(() => clock.monotonic());

  function accept(message: InboundMessage, settled: () => void): void {
    if (isOwnTopic(message.topic)) {
      settled();
      return;
    }
    lastMessageTime = message.receivedAt;
    meter.count();
    const admission = options.admission?.(message) ?? 'now';
    if (admission !== 'now') floodedAt = clock.monotonic();
    if (admission === 'limited') {
      limited.add(message, settled);
      return awaitCommit();
    }
    if (deferral.takes(message, admission))
      return enter({ understood: unread(message), settled: [settled], defer: true });
    const later = knowledge.mapped?.(message);
    if (later === undefined) return enter({ understood: understand(message, knowledge), settled: [settled] });
    const done = enterLater(later, settled);
    elsewhere.add(done);
    void done.finally(() => elsewhere.delete(done));
  }

  async function enterLater(later: Promise<UnderstoodMessage>, settled: () => void): Promise<void> {
    enter({ understood: await later, settled: [settled] });
  }

  function isFlooded(): boolean {
    return clock.monotonic() - floodedAt < whileFlooded.everyMs;
  }

  /** Reads some of what was deferred; the next once those are settled, so that others come in between. */
  function readDeferred(): void {
    if (stopped || reading !== undefined || problem !== undefined) return;
    const next = deferral.next(isFlooded() ? whileFlooded.atOnce : deferredAtOnce);
    if (next.length === 0) return;
    reading = Promise.all(next.map(understandDeferred)).then((entries) => {
      unsettled = entries.length;
      for (const entry of entries) enter(entry);
    });
  }

  async function understandDeferred({ place, message }: DeferredMessage): Promise<Waiting> {
    const again: InboundMessage = { ...message, deferred: true };
    const understood = await (knowledge.mapped?.(again) ?? understand(again, knowledge));
    return { understood, settled: [], deferred: place };
  }

  function readDeferredSoon(): void {
    if (stopped || deferral.rows() === 0) return;
    cancelDeferred ??= clock.after(isFlooded() ? whileFlooded.everyMs : lullMs, () => {
      cancelDeferred = undefined;
      readDeferred();
    });
  }

  function enter(entry: Waiting): void {
    waiting.push(entry);
    awaitCommit();
  }

  function awaitCommit(): void {
    const isFull = waiting.length >= batchLimit && problem === undefined;
    if (isFull && !committing) return commitWaiting();
    schedule(gather);
    const count = waiting.length + limited.count();
    if (count >= worthwhile && problem === undefined) awaitLull(count);
  }

  /** Commits once a moment has passed without another message. */
  function awaitLull(before: number): void {
    if (stopped) return;
    cancelLull ??= clock.after(lullMs, () => {
      cancelLull = undefined;
      const count = waiting.length + limited.count();
      if (count < worthwhile || problem !== undefined) return;
      if (count > before) awaitLull(count);
      else commitWaiting();
    });
  }

  function schedule(delayMs: number): void {
    if (stopped) return;
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = undefined;
      commitWaiting();
    });
  }

  /**
   * Commits what is waiting now. An acknowledgement makes room and lets further messages in: they gather anew, so
   * that neither a batch is settled in the middle of another nor a single message pays for a commit.
   */
  function commitWaiting(): void {
    if (committing) return;
    committing = true;
    cancelTimer?.();
    cancelTimer = undefined;
    cancelLull?.();
    cancelLull = undefined;
    waiting.push(...limited.take());
    let left = waiting.length;
    while (left > 0) {
      const batch = waiting.slice(0, Math.min(left, batchLimit));
      if (!commitBatch(batch)) break;
      left -= batch.length;
    }
    committing = false;
    if (left > 0) schedule(retryMs);
    else if (waiting.length + limited.count() > 0) schedule(gather);
    readDeferredSoon();
  }

  /** With the next commit, or soon by itself: after a kill only what is unanswered on disk is known again. */
  function answered(source: string, messageId: number): void {
    store.ledger.noteAnswered(source, messageId);
    if (!store.ledger.hasAnswered() || stopped) return;
    cancelAnswers ??= clock.after(answersMs, () => {
      cancelAnswers = undefined;
      if (store.ledger.hasAnswered() && problem === undefined) tell(keepAnswers, 'the memory of answers');
    });
  }

  function keepAnswers(): void {
    store.transaction(() => store.ledger.keepAnswered())();
  }

  /** True when the batch is on disk; false when the disk cannot take all of it now. */
  function commitBatch(batch: readonly Waiting[]): boolean {
    const begin = clock.monotonic();
    let settlements: readonly Settlement[];
    try {
      settlements = settleAll(batch);
    } catch (error) {
      if (isStorageTrouble(error)) return holdBack(error);
      log.error('a batch could not be settled as a whole', { messages: batch.length, error: textOf(error) });
      return batch.every(commitAlone);
    }
    gather = Math.min(gatherMs.most, Math.max(gatherMs.least, clock.monotonic() - begin));
    finish(batch, settlements);
    return true;
  }

  /** One message that cannot be settled must not hold up the others: it is quarantined with its bytes. */
  function commitAlone(entry: Waiting): boolean {
    const { message, adapter } = entry.understood;
    let settlements: readonly Settlement[];
    try {
      settlements = settleAll([entry]);
    } catch (error) {
      if (isStorageTrouble(error) || entry.defer === true) return holdBack(error);
      log.error('a message could not be settled', { topic: message.topic, error: textOf(error) });
      try {
        const unusable = refused(message, adapter, 'internal-error', 'the message could not be stored');
        settlements = settleAll([{ ...entry, understood: unusable }]);
      } catch (again) {
        return holdBack(again);
      }
    }
    finish([entry], settlements);
    return true;
  }

  function settleAll(batch: readonly Waiting[]): Settlement[] {
    const next = { ...books };
    const { settlements, answersKept } = sanity.forgetOnFailure(() =>
      store.transaction(() => {
        const answersKept = store.ledger.keepAnswered();
        const settlements = batch.flatMap(({ understood, defer }) =>
          defer === true ? [] : [settleMessage(store, next, understood, sanity)],
        );
        store.deferred.put(
          batch.flatMap(({ understood, defer }) => (defer === true ? [understood.message] : [])),
        );
        store.deferred.drop(batch.flatMap(({ deferred }) => deferred ?? []));
        inTransaction(settlements);
        store.devices.flush();
        store.ledger.writeBooks(next);
        return { settlements, answersKept };
      }),
    );
    answersKept();
    books = next;
    problem = undefined;
    return settlements;
  }

  /**
   * What is committed is done with, whatever goes wrong in telling of it: settled again it would be there twice.
   * The batch is always the head of those waiting.
   */
  function finish(batch: readonly Waiting[], settlements: readonly Settlement[]): void {
    waiting = waiting.slice(batch.length);
    for (const { settled, understood, defer, deferred } of batch) {
      const { topic } = understood.message;
      if (defer === true) deferral.put();
      if (deferred !== undefined) {
        deferral.settled(topic);
        unsettled -= 1;
        if (unsettled === 0) reading = undefined;
      }
      for (const each of settled) tell(each, topic);
    }
    tell(() => onCommitted(settlements), 'read models');
  }

  function tell(listener: () => void, whom: string): void {
    try {
      listener();
    } catch (error) {
      log.error('a commit could not be told of', { whom, error: textOf(error) });
    }
  }

  function holdBack(error: unknown): false {
    problem = storageSentence(error);
    if (codeOf(error).startsWith('SQLITE_FULL')) tell(() => options.onFull?.(), 'who makes room');
    log.error('the database cannot take messages', { waiting: waiting.length, error: textOf(error) });
    return false;
  }

  readDeferredSoon();
  return {
    accept,
    answered,
    async understood() {
      await reading;
      while (elsewhere.size > 0) await Promise.all(elsewhere);
    },
    async retry(message, entryNow) {
      const understood = await (knowledge.mapped?.(message) ?? understand(message, knowledge));
      commitWaiting();
      // It may have come again, or been tried by somebody else, while it was being understood.
      const entry = entryNow();
      if (entry === undefined) return undefined;
      const { settlement, next } = retryInStore({ store, books, understood, entry, sanity, inTransaction });
      books = next;
      onCommitted([settlement]);
      return settlement;
    },
    reconsider(decide) {
      commitWaiting();
      const settlement = store.transaction((): Settlement => {
        const decided: Settlement = { ...noMessage, reconsidered: decide() };
        inTransaction([decided]);
        return decided;
      });
      sanity.forget();
      onCommitted([settlement]);
    },
    books() {
      const pending = waiting.reduce((sum, { settled }) => sum + settled.length, 0);
      const unread = limited.count() + elsewhere.size + deferral.rows();
      return balance(books, pending + unread, meter.perSecond());
    },
    tallies: () => books,
    problem: () => problem,
    lastMessageTime: () => lastMessageTime,
    drain: commitWaiting,
    stop() {
      commitWaiting();
      stopped = true;
      cancelTimer?.();
      cancelLull?.();
      cancelAnswers?.();
      cancelDeferred?.();
      if (store.ledger.hasAnswered() && problem === undefined) tell(keepAnswers, 'the memory of answers');
    },
  };
}

const noMessage = {
  outcome: 'ignored',
  messages: 0,
  topic: '',
  facts: [],
  deviceKeys: [],
  detail: '',
} as const;
