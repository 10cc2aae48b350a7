/** A limit that a quantity should not pass, drawn as a line across the chart. */
export interface ChartLimit {
  readonly id: string;
  readonly side: 'above' | 'below';
  readonly value: number;
  /** Said at the end of the line: `above 8.0 °C`. */
  readonly label: string;
}

/** A span of time in which something was not as it should be, drawn behind the data. */
export interface ChartBand {
  readonly id: string;
  readonly from: number;
  /** It goes on past what is shown when it has no end yet. */
  readonly to: number;
  /** `soft` where it is over and dealt with. */
  readonly tone: 'bad' | 'soft';
}
