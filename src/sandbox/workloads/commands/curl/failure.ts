import type { Secured } from '../../../dataplane/message.ts';

/** A transfer that failed, as curl reports it: `curl: (7) Failed to connect …`. @see https://curl.se/libcurl/c/libcurl-errors.html */
export class CurlFailure extends Error {
  override name = 'CurlFailure';
  readonly code: number;
  /** Address that was connected to before it failed. */
  readonly remoteIp: string | undefined;
  /** Whether it is about the command line, and told without its number. */
  readonly isUsage: boolean;
  /** What the server had shown by then. */
  readonly secured: Secured | undefined;

  constructor(code: number, message: string, remoteIp?: string, isUsage = false, secured?: Secured) {
    super(message);
    this.code = code;
    this.remoteIp = remoteIp;
    this.isUsage = isUsage;
    this.secured = secured;
  }
}

/** A command line that can't be read; curl says where there is help. */
export const usage = (message: string, code = 2): CurlFailure =>
  new CurlFailure(code, `${message}\n${helpLine}`, undefined, true);

export const helpLine = "curl: try 'curl --help' or 'curl --manual' for more information";

/** Whether a curl of this version is at least another: texts changed over time. */
export function atLeast(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number));
  const at = (b ?? []).findIndex((part, index) => part !== a?.[index]);
  return at < 0 || (a?.[at] ?? 0) > (b?.[at] ?? 0);
}
