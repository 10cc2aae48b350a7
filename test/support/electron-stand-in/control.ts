/** What a test may ask of the stand-in, beside what it does in the page itself. */
export interface Questions {
  state: { readonly params: undefined; readonly answer: DesktopState };
  /** A request for the page's scheme, its address exactly as given. */
  pageRequest: {
    readonly params: { readonly url: string; readonly method?: string };
    readonly answer: PageAnswer;
  };
  permission: {
    readonly params: { readonly permission: string; readonly from?: string };
    readonly answer: PermissionAnswer;
  };
  /** A call on a channel from a frame of the test's making. */
  call: { readonly params: ForeignCall; readonly answer: CallAnswer };
  clickMenu: { readonly params: { readonly label: string }; readonly answer: void };
  clickTray: { readonly params: { readonly label: string }; readonly answer: void };
  clickNotification: { readonly params: { readonly index: number }; readonly answer: void };
  closeWindow: { readonly params: undefined; readonly answer: void };
  moveWindow: { readonly params: Bounds; readonly answer: void };
  blurWindow: { readonly params: undefined; readonly answer: void };
  minimizeWindow: { readonly params: undefined; readonly answer: void };
  maximizeWindow: { readonly params: undefined; readonly answer: void };
  attachWebview: { readonly params: undefined; readonly answer: { readonly prevented: boolean } };
  openUrl: { readonly params: { readonly url: string }; readonly answer: void };
}

export type Question = keyof Questions;

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface PermissionAnswer {
  readonly requested: boolean;
  readonly checked: boolean;
  readonly device: boolean;
  readonly capture: unknown;
}

export interface ForeignCall {
  readonly channel: string;
  readonly args: readonly unknown[];
  readonly kind: 'send' | 'invoke';
  readonly url: string;
  readonly isMainFrame: boolean;
}

/** `sent` holds what the frame was sent in return, ports and all. */
export interface CallAnswer {
  readonly result?: unknown;
  readonly error?: string;
  readonly sent: readonly string[];
}

export interface WindowState {
  readonly url: string;
  readonly bounds: Bounds;
  readonly isVisible: boolean;
  readonly isFocused: boolean;
  readonly isMaximized: boolean;
  /** As the program asked for it. */
  readonly options: Readonly<Record<string, unknown>> & {
    readonly webPreferences: Readonly<Record<string, unknown>>;
  };
}

export interface DesktopState {
  readonly windows: readonly WindowState[];
  /** Process ids of what runs beside main, by the name of the script. */
  readonly processes: Readonly<Record<string, number>>;
  readonly menu: readonly string[];
  readonly tray: { readonly toolTip: string; readonly labels: readonly string[] } | undefined;
  readonly schemes: readonly {
    readonly scheme: string;
    readonly privileges: Readonly<Record<string, boolean>>;
  }[];
  readonly channels: readonly string[];
  readonly isSandboxed: boolean;
  readonly userData: string;
}

/** What happens and is told as it happens. */
export type DesktopEvent =
  | { readonly type: 'ready'; readonly devTools: string }
  | { readonly type: 'notification'; readonly title: string; readonly body: string }
  | { readonly type: 'dialog'; readonly title: string; readonly content: string }
  | { readonly type: 'opened-outside'; readonly url: string }
  | { readonly type: 'window-open'; readonly url: string; readonly action: string }
  | { readonly type: 'navigation'; readonly url: string; readonly prevented: boolean }
  | { readonly type: 'served'; readonly url: string; readonly status: number }
  | { readonly type: 'request'; readonly url: string; readonly cancelled: boolean }
  | { readonly type: 'page-sent'; readonly channel: string };

export interface Ask {
  readonly id: number;
  readonly question: Question;
  readonly params: unknown;
}

export type ToTest =
  | { readonly event: DesktopEvent }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };
