import type { FormPart } from './form.ts';

/** What a curl command line asks for. Times are in milliseconds. */
export type Settings = {
  urls: string[];
  method?: string;
  headers: string[];
  /** Whether braces and brackets in addresses are as they are. */
  globOff: boolean;
  /** Parts of a form with files. */
  form: FormPart[];
  /** Files that are sent as they are, one for each URL in turn. */
  uploads: string[];
  range?: string;
  /** `host:port`, or an address of HTTP. */
  proxy?: string;
  compressed: boolean;
  http2: boolean;
  outputDir?: string;
  createDirs: boolean;
  parallel: boolean;
  /** Parts of the body, joined by `&`. */
  data: DataPart[];
  json: boolean;
  get: boolean;
  head: boolean;
  include: boolean;
  /** Where bodies go, one for each URL in turn; `remote` is the URL's own file name. */
  outputs: Output[];
  silent: boolean;
  showError: boolean;
  progressMeter: boolean;
  fail: 'no' | 'fail' | 'with body';
  location: boolean;
  maxRedirects: number;
  insecure: boolean;
  /** File with the certificates that are trusted. */
  cacert?: string;
  maxTimeMs?: number;
  connectTimeoutMs?: number;
  user?: string;
  bearer?: string;
  userAgent?: string;
  referer?: string;
  /** `name=value` pairs, or the name of a file. */
  cookies: string[];
  cookieJar?: string;
  dumpHeader?: string;
  writeOut?: string;
  verbose: boolean;
  retries: number;
  retryDelayMs?: number;
  retryAllErrors: boolean;
  retryRefused: boolean;
  /** `host:port:address` */
  resolve: string[];
  /** `host:port:to-host:to-port` */
  connectTo: string[];
};

export type Output = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'remote name' };

export type DataPart = {
  readonly text: string;
  /** How `@` and special characters are treated. */
  readonly form: 'plain' | 'raw' | 'binary' | 'urlencode';
};

export const defaultSettings = (): Settings => ({
  urls: [],
  headers: [],
  globOff: false,
  form: [],
  uploads: [],
  compressed: false,
  http2: false,
  createDirs: false,
  parallel: false,
  data: [],
  json: false,
  get: false,
  head: false,
  include: false,
  outputs: [],
  silent: false,
  showError: false,
  progressMeter: true,
  fail: 'no',
  location: false,
  maxRedirects: 50,
  insecure: false,
  cookies: [],
  verbose: false,
  retries: 0,
  retryAllErrors: false,
  retryRefused: false,
  resolve: [],
  connectTo: [],
});
