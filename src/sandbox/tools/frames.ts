/**
 * What goes over a tool's socket: a letter, the length of the content as four bytes, the content. The caller sends a
 * call, and its stdin when asked for it; the tool sends output, and its exit code last.
 */
export type Frame = { readonly kind: FrameKind; readonly content: Buffer };

export type FrameKind = keyof typeof letters;

const letters = {
  call: 'C',
  stdin: 'I',
  stdinEnd: 'E',
  wantStdin: 'W',
  stdout: 'O',
  stderr: 'X',
  exit: 'Q',
} as const;

/** The longest frame that is taken; a call's arguments and environment are far below it. */
const longest = 16 * 1024 * 1024;

export function frame(kind: FrameKind, content: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.alloc(5, letters[kind]);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Puts frames together from chunks of any size. @throws Error when the bytes aren't frames */
export function createFrameReader(): (chunk: Buffer) => readonly Frame[] {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1);
      if (length > longest) throw new Error('frame too long');
      if (rest.length < 5 + length) break;
      frames.push({ kind: kindOf(rest), content: Buffer.from(rest.subarray(5, 5 + length)) });
      rest = rest.subarray(5 + length);
    }
    return frames;
  };
}

function kindOf(bytes: Buffer): FrameKind {
  const letter = String.fromCharCode(bytes[0] ?? 0);
  const found = Object.entries(letters).find(([, value]) => value === letter);
  if (!found) throw new Error(`unexpected frame ${JSON.stringify(letter)}`);
  return found[0] as FrameKind;
}
