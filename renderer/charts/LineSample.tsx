import styles from './LineSample.module.css';

/** A piece of the first, second or third line of a chart, for keys and tips. */
export function LineSample({ index }: { readonly index: number }) {
  return (
    <svg
      className={styles['sample']}
      data-series={index + 1}
      viewBox="0 0 22 8"
      width="22"
      height="8"
      aria-hidden
    >
      <path d="M1,4H21" />
    </svg>
  );
}
