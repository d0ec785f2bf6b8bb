export const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

export const gzip = (bytes: Buffer): Promise<Buffer> => through(bytes, new CompressionStream('gzip'));

export const gunzip = (bytes: Buffer): Promise<Buffer> => through(bytes, new DecompressionStream('gzip'));

async function through(bytes: Buffer, stream: CompressionStream | DecompressionStream): Promise<Buffer> {
  const piped = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream);
  return Buffer.from(await new Response(piped).arrayBuffer());
}
