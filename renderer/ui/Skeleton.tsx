import styles from './Skeleton.module.css';

/** A quiet bar where text will be; `width` in `ch`. Put one live region around a group, not one per bar. */
export function Skeleton({ width = 12 }: { readonly width?: number }) {
  return <span className={styles['bar']} style={{ width: `${width}ch` }} aria-hidden />;
}
