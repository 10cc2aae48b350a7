import type { AlertRow } from '#shared/contract/types.ts';

import type { ReportData } from './report-data.ts';
import type { Sheet } from './sheet.ts';

/** Decisions about the goods with their signatures: printed name, login, time and meaning. */
export async function writeHandling(
  sheet: Sheet,
  { alert }: ReportData,
  time: (instant: string) => string,
): Promise<void> {
  const { handling = {} } = alert;
  sheet.heading('Decision and signatures', 90);
  const said = stepsOf(handling);
  if (said.length === 0) sheet.text('Nothing is decided about the goods yet.', { dim: true });
  else
    await sheet.table(
      [
        { title: 'Step', part: 1.1 },
        { title: 'Words', part: 3 },
        { title: 'Name', part: 1.2 },
        { title: 'Signed in as', part: 1.5 },
        { title: 'When', part: 2 },
      ],
      said.map(([step, { text, name, who, time: at }]) => [step, text, name, who, time(at)]),
    );
  if (handling.decision !== undefined && handling.signature === undefined)
    sheet.text('Not signed by a second person yet: the decision is not in force.');
}

type Handling = NonNullable<AlertRow['handling']>;

function stepsOf({ quarantine, cause, action, decision, signature }: Handling) {
  const hold = quarantine?.hold === true ? 'Quarantine, orders held' : 'Quarantine';
  return (
    [
      [hold, quarantine],
      ['Cause', cause],
      ['Action', action],
      [`Decision: ${decision?.outcome ?? ''}`, decision],
      [`Signature: ${signature?.meaning ?? ''}`, signature],
    ] as const
  ).flatMap(([step, statement]) => (statement === undefined ? [] : [[step, statement] as const]));
}
