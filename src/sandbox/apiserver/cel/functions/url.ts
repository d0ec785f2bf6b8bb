import type { Registrar } from '../library.ts';

const absolute =
  /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/?#]*@)?(\[[0-9a-f:.]+\]|[^:/?#[\]]*)(?::(\d*))?(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i;
const pathOnly = /^()()()(\/[^?#]*)(?:\?([^#]*))?$/;

/** A URL, or an absolute path, in its parts as they were written. */
class CelUrl {
  readonly scheme: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;

  constructor([, scheme = '', hostname = '', port = '', path = '', query = '']: readonly (
    | string
    | undefined
  )[]) {
    this.scheme = scheme.toLowerCase();
    this.hostname = hostname.replace(/^\[|\]$/g, '');
    this.port = port;
    this.path = path;
    this.query = query;
  }

  get host(): string {
    const name = this.hostname.includes(':') ? `[${this.hostname}]` : this.hostname;
    return this.port ? `${name}:${this.port}` : name;
  }

  get parameters(): ReadonlyMap<string, readonly string[]> {
    const given = new URLSearchParams(this.query);
    return new Map([...new Set(given.keys())].map((name) => [name, given.getAll(name)]));
  }
}

function parse(text: string): CelUrl | undefined {
  if (/[\s\u0000-\u001f\u007f]/.test(text) || /%(?![0-9a-f]{2})/i.test(text)) return undefined;
  const parts = text.startsWith('/') ? pathOnly.exec(text) : absolute.exec(text);
  return parts ? new CelUrl(parts) : undefined;
}

/** Functions of URLs. @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library */
export function urlFunctions(environment: Registrar): void {
  environment.registerType('kubernetes.URL', CelUrl);
  environment.registerFunction('isURL(string): bool', (text: string) => parse(text) !== undefined);
  environment.registerFunction('url(string): kubernetes.URL', (text: string) => {
    const url = parse(text);
    if (!url) throw new Error(`URL parse error during conversion from string: ${text}`);
    return url;
  });
  const part = (name: string, type: string, read: (url: CelUrl) => unknown) =>
    environment.registerFunction(`kubernetes.URL.${name}(): ${type}`, read);
  part('getScheme', 'string', (url) => url.scheme);
  part('getHost', 'string', (url) => url.host);
  part('getHostname', 'string', (url) => url.hostname);
  part('getPort', 'string', (url) => url.port);
  part('getEscapedPath', 'string', (url) => url.path);
  part('getQuery', 'map<string, list<string>>', (url) => url.parameters);
}
