/** A transfer that failed, as curl reports it: `curl: (7) Failed to connect …`. @see https://curl.se/libcurl/c/libcurl-errors.html */
export class CurlFailure extends Error {
  override name = 'CurlFailure';
  readonly code: number;
  /** Address that was connected to before it failed. */
  readonly remoteIp: string | undefined;

  constructor(code: number, message: string, remoteIp?: string) {
    super(message);
    this.code = code;
    this.remoteIp = remoteIp;
  }
}

/** Whether a curl of this version is at least another: texts changed over time. */
export function atLeast(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((text) => text.split('.').map(Number));
  const at = (b ?? []).findIndex((part, index) => part !== a?.[index]);
  return at < 0 || (a?.[at] ?? 0) > (b?.[at] ?? 0);
}
