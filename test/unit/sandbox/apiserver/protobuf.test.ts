import { expect, test } from 'vitest';
import { decodeProtobuf } from '../../../../src/sandbox/apiserver/protobuf/decode-protobuf.ts';
import { loadWireTypes } from '../../../../src/sandbox/kubernetes/load-wire-types.ts';
import { entry, envelope, field, message } from './protobuf-message.ts';

const types = await loadWireTypes();

test('maps, bytes, booleans and repeated strings are read by the kind', () => {
  const metadata = message(field(1, 's'), field(11, entry('a', 'b')), field(14, 'x/y'), field(14, 'z'));
  const secret = message(field(1, metadata), field(2, entry('k', 'v')), Buffer.from([5 << 3, 0]));
  expect(decodeProtobuf(envelope('v1', 'Secret', secret), types)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', labels: { a: 'b' }, finalizers: ['x/y', 'z'] },
    data: { k: Buffer.from('v').toString('base64') },
    immutable: false,
  });
});

test('a kind without a table, and a field that is not in one, are refused by name', () => {
  expect(() => decodeProtobuf(envelope('batch/v1', 'Cron', Buffer.alloc(0)), types)).toThrow(
    'sandbox: reading a protobuf body of batch/v1/Cron is not simulated',
  );
  expect(() => decodeProtobuf(envelope('v1', 'Namespace', field(9, 'x')), types)).toThrow('field 9');
});
