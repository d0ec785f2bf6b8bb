/** A field that is bytes, by its number. */
export const field = (number: number, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};
/** Fields one after another. */
export const message = (...fields: readonly Buffer[]): Buffer => Buffer.concat(fields);
/** An entry of a map of strings. */
export const entry = (key: string, value: string): Buffer => message(field(1, key), field(2, value));
/** How Kubernetes writes an object of a kind. */
export const envelope = (apiVersion: string, kind: string, raw: Buffer): Buffer =>
  message(Buffer.from('k8s\0'), field(1, message(field(1, apiVersion), field(2, kind))), field(2, raw));
