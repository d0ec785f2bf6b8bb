const head = [
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
  '                                 Dload  Upload   Total   Spent    Left  Speed',
  '',
].join('\n');

/** What curl shows on stderr while it works, when its output goes elsewhere and `-s` isn't there. */
export function progressMeter(received: number, sent: number, totalMs: number): string {
  const perSecond = (bytes: number): number => (totalMs > 0 ? Math.round((bytes / totalMs) * 1000) : 0);
  const start = line({ received: 0, sent: 0, download: 0, upload: 0 });
  const end = line({ received, sent, download: perSecond(received), upload: perSecond(sent) });
  return `${head}\r${start}\r${end}\n`;
}

type Figures = {
  readonly received: number;
  readonly sent: number;
  readonly download: number;
  readonly upload: number;
};

function line({ received, sent, download, upload }: Figures): string {
  const pair = (bytes: number): string => `${bytes ? '100' : '  0'} ${short(bytes)}`;
  const pairs = [received + sent, received, sent].map(pair).join('  ');
  return `${pairs}  ${short(download)}  ${short(upload)} --:--:-- --:--:-- --:--:-- ${short(download)}`;
}

/** Five columns: bytes, then kibibytes, then mebibytes. */
function short(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_000 * 1024) return `${Math.floor(bytes / 1024)}k`.padStart(5);
  return `${Math.floor(bytes / 1024 / 1024)}M`.padStart(5);
}
