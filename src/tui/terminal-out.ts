const wrapOff = '\u001b[?7l';
const wrapOn = '\u001b[?7h';

/**
 * The terminal with automatic wrapping (DECAWM) off during each write: a row that is wider in this terminal than we
 * think is cut at the margin instead of pushing everything below it down. On again after each write, so that nothing
 * has to be restored, not even by a process that was killed.
 */
export function withoutWrapping(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = (data: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof data === 'string' && data !== '' ? wrapOff + data + wrapOn : data;
    return Reflect.apply(stream.write, stream, [text, ...rest]);
  };
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
