import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeProtobuf } from '../../../../src/sandbox/api/protobuf.ts';
import { ApiError } from '../../../../src/sandbox/store/api-error.ts';

const field = (number: number, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};
const message = (...fields: readonly Buffer[]): Buffer => Buffer.concat(fields);
const entry = (key: string, value: string): Buffer => message(field(1, key), field(2, value));
const envelope = (apiVersion: string, kind: string, raw: Buffer): Buffer =>
  message(Buffer.from('k8s\0'), field(1, message(field(1, apiVersion), field(2, kind))), field(2, raw));

test('maps, bytes, booleans and repeated strings are read by the kind', () => {
  const metadata = message(field(1, 's'), field(11, entry('a', 'b')), field(14, 'x/y'), field(14, 'z'));
  const secret = message(field(1, metadata), field(2, entry('k', 'v')), Buffer.from([5 << 3, 0]));
  expect(decodeProtobuf(envelope('v1', 'Secret', secret))).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', labels: { a: 'b' }, finalizers: ['x/y', 'z'] },
    data: { k: Buffer.from('v').toString('base64') },
    immutable: false,
  });
});

test('a kind without a table, and a field that is not in one, are refused by name', () => {
  expect(() => decodeProtobuf(envelope('batch/v1', 'CronJob', Buffer.alloc(0)))).toThrow(
    'sandbox: reading a protobuf body of batch/v1/CronJob is not simulated',
  );
  expect(() => decodeProtobuf(envelope('v1', 'Namespace', field(9, 'x')))).toThrow('field 9');
});

test('no bytes crash it: they are an object or a refusal', () => {
  const anything = fc.oneof(
    fc.uint8Array(),
    fc.uint8Array().map((raw) => envelope('v1', 'ConfigMap', Buffer.from(raw.slice(0, 100)))),
  );
  fc.assert(
    fc.property(anything, (bytes) => {
      try {
        return decodeProtobuf(Buffer.from(bytes)).kind.length > 0;
      } catch (error) {
        return error instanceof ApiError;
      }
    }),
    { numRuns: 2000 },
  );
});
