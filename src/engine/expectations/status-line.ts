/**
 * What may follow the digits of a status: the end of the line, a mark, or a reason phrase, which begins with a capital.
 * A number, a dash or a lower-case word belongs to something else.
 */
export const beforeReason = '(?![\\w.]*\\w)(?!\\s+(?!ok\\b)[a-z\\d-])';

const statusLine = new RegExp(`^\\s*(?:[<*]\\s*)?HTTP/\\d(?:\\.\\d)?\\s+\\d{3}${beforeReason}`, 'u');

/** Whether a line is the status line of a response, as `curl -i`, `curl -v`, `wget -S` and `http` print it. */
export function isStatusLine(line: string): boolean {
  return statusLine.test(line);
}

/** What a proxy says before the server has said anything. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6 */
export function isTunnelLine(line: string): boolean {
  return /HTTP\/\d(?:\.\d)?\s+200\s+connection established\s*$/i.test(line);
}
