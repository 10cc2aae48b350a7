import styles from './CodeBlock.module.css';
import { CopyButton } from './CopyButton.tsx';

export interface CodeBlockProps {
  readonly text: string;
  /** Names the block and its copy button: "Copy {label}". */
  readonly label: string;
  /** Wrap long lines instead of scrolling sideways. */
  readonly wrap?: boolean;
}

/** Text to read or copy exactly as it is, never as HTML. */
export function CodeBlock({ text, label, wrap = false }: CodeBlockProps) {
  return (
    <div className={styles['block']}>
      <pre
        className={styles['code']}
        data-wrap={wrap || undefined}
        tabIndex={0}
        role="group"
        aria-label={label}
      >
        {text}
      </pre>
      <div className={styles['copy']}>
        <CopyButton text={text} label={label} />
      </div>
    </div>
  );
}
