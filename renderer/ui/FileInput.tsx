import type { Ref } from 'react';

export interface FileInputProps {
  /** Whoever opens it clicks this. */
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  /** Types and endings, as a browser wants them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** Where files come from: not seen, opened by a button beside it. */
export function FileInput({ ref, label, accept, onFile }: FileInputProps) {
  return (
    <input
      ref={ref}
      className="visually-hidden"
      type="file"
      accept={accept}
      aria-label={label}
      tabIndex={-1}
      onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        if (file !== undefined) onFile(file);
        // So that the same file, corrected, can be chosen again.
        event.currentTarget.value = '';
      }}
    />
  );
}
