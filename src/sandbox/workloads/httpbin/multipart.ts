/** One part of a form with files. */
type Part = {
  readonly name: string;
  /** Name of the file; absent for a field. */
  readonly file?: string;
  readonly type?: string;
  readonly content: Buffer;
};

/** Takes a body of `multipart/form-data` apart. @see https://datatracker.ietf.org/doc/html/rfc7578 */
export function parseMultipart(body: Buffer, boundary: string): readonly Part[] {
  // One character a byte, so that what is no text stays as it is.
  const pieces = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`).slice(1, -1);
  return pieces.map((piece) => {
    const [, head = '', content = ''] = /^\r\n(.*?)\r\n\r\n(.*)$/s.exec(piece) ?? [];
    const headers = Buffer.from(head, 'latin1').toString();
    const name = parameter(headers, 'name') ?? '';
    const file = parameter(headers, 'filename');
    const type = /^content-type:\s*(.*)$/im.exec(headers)?.[1]?.trim();
    return {
      name,
      ...(file === undefined ? {} : { file }),
      ...(type === undefined ? {} : { type }),
      content: Buffer.from(content, 'latin1'),
    };
  });
}

const parameter = (headers: string, name: string): string | undefined =>
  new RegExp(`^content-disposition:.*[; ]${name}="([^"]*)"`, 'im').exec(headers)?.[1];
