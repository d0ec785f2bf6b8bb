/** What is waited for in vain is waited for briefly, from the block on that has to fail. */
export function hasten(text: string, failsAt: string): string {
  const at = text.indexOf(failsAt, text.indexOf('\n---\n', 3));
  if (at < 0) return text;
  const end = text.indexOf('\n```', at);
  const fence = Math.max(0, text.lastIndexOf('\n```', at));
  const body = fence === 0 ? 0 : text.indexOf('\n', fence + 1);
  const head = text.slice(0, fence) + brief(text.slice(fence, body), 1) + text.slice(body, at);
  return head + brief(text.slice(at, end), 1) + brief(text.slice(end), 4);
}

function brief(text: string, seconds: number): string {
  return text
    .replaceAll(/\bwithin([ =])(?:\d{2,}s|\d+m)\b/g, `within$1${seconds}s`)
    .replaceAll(/--timeout=\d{2,}s/g, `--timeout=${seconds}s`);
}
