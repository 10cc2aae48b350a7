import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';

/** Whose desk a screen is for; shown in the palette. */
export type Audience = 'everyone' | 'dispatch' | 'warehouse' | 'quality' | 'service' | 'administration';

export interface Screen {
  readonly id: string;
  /** Its place in the URL's hash, e.g. `/fleet`. */
  readonly path: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly audience: Audience;
  /** Pressed after `g` to go there. */
  readonly key: string;
  /** At the foot of the navigation instead of among the workplaces. */
  readonly isAside?: boolean;
  /** Its link carries the number of alerts nobody has acknowledged. */
  readonly hasAlertCount?: boolean;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}
