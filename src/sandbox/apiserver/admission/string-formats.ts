import { parseCidr, parseIp } from './ip-address.ts';

const mail = /^[^\s@<>]+@[^\s@<>]+$/;
const host = /^([a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const duration =
  /^[+-]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*)$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Formats that the API server looks at; of others it says nothing. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  byte: (text) => base64.test(text),
  cidr: (text) => parseCidr(text) !== undefined,
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => dateTime.test(text) && !Number.isNaN(Date.parse(text)),
  datetime: (text) => dateTime.test(text) && !Number.isNaN(Date.parse(text)),
  duration: (text) => duration.test(text),
  email: (text) => mail.test(text),
  hostname: (text) => text.length <= 255 && host.test(text),
  ipv4: (text) => parseIp(text)?.bits === 32,
  ipv6: (text) => parseIp(text)?.bits === 128,
  mac: (text) => /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text),
  uri: (text) => URL.canParse(text) || text.startsWith('/'),
  uuid: (text) => uuid.test(text),
};

/** Whether a text has the form that a schema's `format` names. */
export const hasFormat = (text: string, format: string): boolean =>
  Object.hasOwn(formats, format) ? (formats[format]?.(text) ?? true) : true;
