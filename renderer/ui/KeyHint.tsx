import styles from './KeyHint.module.css';

/** Keys to press, in order: `keys={['g', 'f']}`. */
export function KeyHint({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className={styles['keys']}>
      {keys.map((key, index) => (
        <kbd key={`${index}-${key}`} className={styles['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
