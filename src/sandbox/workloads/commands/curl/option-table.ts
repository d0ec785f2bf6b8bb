import { flag, number, type Option, text } from './option.ts';
import type { DataPart } from './settings.ts';

const data = (names: string, form: DataPart['form']): Option =>
  text(names, (settings, value) => settings.data.push({ text: value, form }));

const nothing = (): void => {};

/** The options that are simulated. @see https://curl.se/docs/manpage.html */
export const options: readonly Option[] = [
  flag('basic', nothing),
  text('cacert', (settings, file) => {
    settings.cacert = file;
  }),
  flag('compressed', (settings) => {
    settings.compressed = true;
  }),
  number('connect-timeout', (settings, seconds) => {
    settings.connectTimeoutMs = seconds * 1000;
  }),
  text('connect-to', (settings, rule) => settings.connectTo.push(rule)),
  text('cookie b', (settings, cookie) => settings.cookies.push(cookie)),
  text('cookie-jar c', (settings, file) => {
    settings.cookieJar = file;
  }),
  flag('create-dirs', (settings) => {
    settings.createDirs = true;
  }),
  data('data d', 'plain'),
  data('data-ascii', 'plain'),
  data('data-binary', 'binary'),
  data('data-raw', 'raw'),
  data('data-urlencode', 'urlencode'),
  text('dump-header D', (settings, file) => {
    settings.dumpHeader = file;
  }),
  flag('fail f', (settings) => {
    settings.fail = 'fail';
  }),
  flag('fail-with-body', (settings) => {
    settings.fail = 'with body';
  }),
  text('form F', (settings, value) => settings.form.push({ text: value, isPlain: false })),
  text('form-string', (settings, value) => settings.form.push({ text: value, isPlain: true })),
  flag('get G', (settings) => {
    settings.get = true;
  }),
  flag('globoff g', (settings) => {
    settings.globOff = true;
  }),
  flag('head I', (settings) => {
    settings.head = true;
  }),
  text('header H', (settings, header) => settings.headers.push(header)),
  flag('http1.1', nothing),
  flag('http2', (settings) => {
    settings.http2 = true;
  }),
  flag('include i', (settings) => {
    settings.include = true;
  }),
  flag('insecure k', (settings) => {
    settings.insecure = true;
  }),
  flag('ipv4 4', nothing),
  text('json', (settings, value) => {
    settings.json = true;
    settings.data.push({ text: value, form: 'binary' });
  }),
  flag('location L', (settings) => {
    settings.location = true;
  }),
  number('max-redirs', (settings, times) => {
    settings.maxRedirects = times;
  }),
  number('max-time m', (settings, seconds) => {
    settings.maxTimeMs = seconds * 1000;
  }),
  flag('no-buffer N', nothing),
  flag('no-keepalive', nothing),
  flag('no-progress-meter', (settings) => {
    settings.progressMeter = false;
  }),
  text('oauth2-bearer', (settings, token) => {
    settings.bearer = token;
  }),
  text('output o', (settings, path) => settings.outputs.push({ kind: 'file', path })),
  text('output-dir', (settings, folder) => {
    settings.outputDir = folder;
  }),
  flag('parallel Z', (settings) => {
    settings.parallel = true;
  }),
  flag('parallel-immediate', nothing),
  number('parallel-max', nothing),
  text('proxy x', (settings, proxy) => {
    settings.proxy = proxy;
  }),
  text('range r', (settings, range) => {
    settings.range = range;
  }),
  text('referer e', (settings, referer) => {
    settings.referer = referer;
  }),
  flag('remote-name O', (settings) => settings.outputs.push({ kind: 'remote name' })),
  text('request X', (settings, method) => {
    settings.method = method;
  }),
  text('resolve', (settings, rule) => settings.resolve.push(rule)),
  number('retry', (settings, times) => {
    settings.retries = times;
  }),
  flag('retry-all-errors', (settings) => {
    settings.retryAllErrors = true;
  }),
  flag('retry-connrefused', (settings) => {
    settings.retryRefused = true;
  }),
  number('retry-delay', (settings, seconds) => {
    settings.retryDelayMs = seconds * 1000;
  }),
  flag('show-error S', (settings) => {
    settings.showError = true;
  }),
  flag('silent s', (settings) => {
    settings.silent = true;
  }),
  // They say the oldest version to speak, and servers here speak 1.3.
  flag('tlsv1 1', nothing),
  flag('tlsv1.0', nothing),
  flag('tlsv1.1', nothing),
  flag('tlsv1.2', nothing),
  flag('tlsv1.3', nothing),
  text('upload-file T', (settings, file) => settings.uploads.push(file)),
  text('url', (settings, url) => settings.urls.push(url)),
  text('user u', (settings, user) => {
    settings.user = user;
  }),
  text('user-agent A', (settings, agent) => {
    settings.userAgent = agent;
  }),
  flag('verbose v', (settings) => {
    settings.verbose = true;
  }),
  text('write-out w', (settings, format) => {
    settings.writeOut = format;
  }),
];
