import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';

import { classNames } from './class-names.ts';
import styles from './IconButton.module.css';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: LucideIcon;
  /** Names the button; also its tooltip. */
  readonly label: string;
  /** Present for a toggle. */
  readonly pressed?: boolean;
  readonly size?: 'md' | 'sm';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon: Icon, label, pressed, size = 'md', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles['button'], styles[size], className)}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={label}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
