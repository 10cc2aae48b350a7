import type { BeginReading } from '#engine/tracking/order-reader.ts';
import { OrderReading } from '#engine/tracking/order-reading.ts';

/** Reads files of orders on the thread of the test, some pieces each time `later` has its turn. */
export function readHere(later: (work: () => void) => void): BeginReading {
  return (file, onProgress) => {
    const reading = new OrderReading(file);
    const whole = Promise.withResolvers<Awaited<ReturnType<BeginReading>['whole']>>();
    let isStopped = false;
    const goOn = (): void => {
      if (isStopped) return;
      try {
        const isMore = reading.next();
        onProgress(reading.progress());
        if (isMore) later(goOn);
        else whole.resolve(reading.progress());
      } catch (error) {
        whole.reject(error);
      }
    };
    later(goOn);
    return {
      whole: whole.promise,
      prepared: async (from, until) => {
        await whole.promise;
        return reading.prepared(from, until);
      },
      stop() {
        isStopped = true;
      },
    };
  };
}
