/** An instant from which readings are judged otherwise, drawn as an upright line with its words at the head. */
export interface ChartMark {
  readonly id: string;
  readonly at: number;
  readonly label: string;
}
