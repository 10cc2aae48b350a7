import { useEffect, useState } from 'react';

import type { ParamsIn, RequestName, ResultOf } from '#shared/contract/index.ts';

import { useEngine } from './engine-context.ts';
import { stableText } from './live-store.ts';
import { usePresence } from './use-presence.ts';

interface Answer<N extends RequestName> {
  /** Which asking of the question it answers. */
  readonly asking: string;
  readonly answer: ResultOf<N>;
}

/**
 * Several questions of one kind at once. Parallel to `questions`; undefined where there is no answer yet or none
 * can be had. Asked again when the questions or `refreshKey` change, and after every reconnect.
 */
export function useQueries<N extends RequestName>(
  name: N,
  questions: readonly ParamsIn<N>[],
  refreshKey: string | number = '',
): readonly (ResultOf<N> | undefined)[] {
  const { client } = useEngine();
  const { connectedAt } = usePresence();
  const [answers, setAnswers] = useState<ReadonlyMap<string, Answer<N>>>(() => new Map());
  const texts = questions.map((question) => stableText(question));
  const all = texts.join('\n');
  const asking = `${refreshKey} ${connectedAt ?? ''}`;
  const isReady = connectedAt !== undefined;

  useEffect(() => {
    if (!isReady || all === '') return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    async function ask(text: string): Promise<void> {
      // Parameters are plain JSON: their text is all there is to them.
      const answer = await client.request(name, JSON.parse(text) as ParamsIn<N>, { signal });
      if (!signal.aborted) setAnswers((was) => new Map(was).set(text, { asking, answer }));
    }
    // What cannot be answered stays open: these answers complete a picture that says itself where it has gaps.
    for (const text of all.split('\n')) ask(text).catch(() => undefined);
    return () => controller.abort();
  }, [client, name, all, asking, isReady]);

  return texts.map((text) => answers.get(text)?.answer);
}
