import { linkScheme } from './deep-link.ts';

/** What of a command line concerns Waymark. */
export interface OwnArguments {
  readonly flags: readonly string[];
  /** A `waymark:` address that the system asks to open. */
  readonly link: string | undefined;
}

/**
 * Switches of Chromium and Electron that launchers, packages and the second start of a program add by
 * themselves. Anything else is Waymark's own, so that a misspelt flag is still told of.
 */
const chromiumSwitches =
  /^--(?:(?:allow|auth|class|disable|disk|display|enable|force|gtk|inspect|js|log|no-first|original|ozone|password|proxy|remote|trace|use|v8|wayland|window)-[\w-]+|inspect|lang|no-sandbox|no-zygote|in-process-gpu|user-data-dir|v|vmodule)(?:=.*)?$/;
/** Added by the Finder of old. */
const finderSwitch = /^-psn_/;

/** Takes Waymark's own arguments out of the command line Electron was started with. */
export function ownArguments(argv: readonly string[], isPackaged: boolean): OwnArguments {
  const given = isPackaged ? argv.slice(1) : afterAppPath(argv);
  const own = given.filter((argument) => !isForeign(argument));
  return { flags: own.filter((argument) => !isLink(argument)), link: own.find(isLink) };
}

function isLink(argument: string): boolean {
  return argument.startsWith(`${linkScheme}:`);
}

/** Unpacked, the first argument that is no switch is the app's folder. */
function afterAppPath(argv: readonly string[]): readonly string[] {
  const at = argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
  return at < 0 ? [] : argv.slice(at + 1);
}

function isForeign(argument: string): boolean {
  // `--allow-remote` is the one flag of Waymark's that looks like one of Chromium's.
  if (argument === '--allow-remote') return false;
  return chromiumSwitches.test(argument) || finderSwitch.test(argument);
}
