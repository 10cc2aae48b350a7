import type { ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';

import type { CurrentModel } from '../tracking/past/past-orders.ts';
import type { EngineParts } from './engine-parts.ts';

type History = ResultOf<'history.get'>;

export function historyHandlers({ store, past }: EngineParts) {
  return {
    'history.get': (): History => {
      const { journeys, from, to } = store.pastJourneys.extent();
      const model = past.current();
      const problem = past.problem();
      return {
        journeys,
        ...(from === null ? {} : { from: toIso(from) }),
        ...(to === null ? {} : { to: toIso(to) }),
        learning: past.isLearning(),
        ...(problem === undefined ? {} : { problem }),
        ...(model === undefined ? {} : { model: modelView(model) }),
      };
    },
  };
}

function modelView({ name, trainedTime, summary }: CurrentModel): NonNullable<History['model']> {
  const { journeys, heldOut, tells } = summary;
  return {
    name,
    trainedTime: toIso(trainedTime),
    journeys,
    ...(heldOut === undefined
      ? {}
      : {
          heldOut: {
            n: heldOut.n,
            maeHours: heldOut.mae,
            baselineMaeHours: heldOut.baselineMae,
            medianHours: heldOut.medianAbsoluteError,
            p90Hours: heldOut.p90AbsoluteError,
            biasHours: heldOut.bias,
            coverage80: heldOut.coverage80,
          },
        }),
    tells: [...tells],
  };
}
