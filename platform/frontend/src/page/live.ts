// Hears from the server that something changed, and lets the parts of the page that show it fetch themselves again.
//
// A part says what it shows: <section data-og-live="inbox" hx-get="..." hx-trigger="og:inbox">. Topics: `inbox`,
// `case/<number>`, `screen`; the trigger is `og:` and the first word. One stream a page: a case's or the screen's where
// the page shows one, else the inbox's. Where no stream comes through, the server is asked twice a minute instead.
import htmx from 'htmx.org';

const POLL = 30_000;
const TRY_STREAM_AGAIN = 300_000;
const PATIENCE = 8_000;

interface Marks {
  unread?: number;
}

const meta = document.querySelector<HTMLMetaElement>('meta[name="og-live"]');
if (meta) follow(meta);

function follow(said: HTMLMetaElement): void {
  const topic = topicOf();
  const kind = topic.split('/')[0] as string;
  const shown = sign();
  let stream: EventSource | undefined;
  let polling: number | undefined;
  let broken: number | undefined;
  let mark = '';
  let isLost = false;
  // Whether something may have changed of which this page has not heard.
  let isBehind = false;

  function open(): void {
    close();
    if (!said.content || !('EventSource' in window)) {
      isBehind = true;
      poll();
      return;
    }
    const address = `${said.content}${topic}/?since=${said.dataset['madeAt'] ?? ''}`;
    stream = new EventSource(address, { withCredentials: true });
    stream.addEventListener('ready', () => {
      reached();
      if (isBehind) changed();
      isBehind = false;
    });
    stream.addEventListener(kind, changed);
    stream.addEventListener('notices', (event) => tellUnread(JSON.parse((event as MessageEvent<string>).data) as Marks));
    stream.addEventListener('over', () => {
      close();
      poll();
    });
    stream.onerror = () => {
      // Once a minute the server lets go and the browser comes again by itself: nothing to say then.
      if (stream?.readyState === EventSource.CLOSED) {
        close();
        isBehind = true;
        poll();
        window.setTimeout(reopen, TRY_STREAM_AGAIN);
      } else {
        broken ??= window.setTimeout(() => {
          broken = undefined;
          if (stream?.readyState === EventSource.OPEN) return;
          isBehind = true;
          poll();
        }, PATIENCE);
      }
    };
  }

  function close(): void {
    stream?.close();
    stream = undefined;
    window.clearTimeout(broken);
    broken = undefined;
    window.clearTimeout(polling);
    polling = undefined;
  }

  function reopen(): void {
    if (!document.hidden && !stream) open();
  }

  function poll(): void {
    window.clearTimeout(polling);
    polling = window.setTimeout(poll, POLL + Math.random() * 5_000);
    if (!document.hidden) void ask();
  }

  async function ask(): Promise<void> {
    let answer: Response;
    try {
      answer = await fetch(`/changes/${topic}/`, { headers: mark ? { 'If-None-Match': mark } : {}, cache: 'no-store' });
    } catch {
      lost();
      return;
    }
    if (answer.status === 401) {
      close();
      shown(said.dataset['out'] ?? '');
      return;
    }
    if (answer.status >= 500) {
      lost();
      return;
    }
    const isFirst = !mark;
    mark = answer.headers.get('ETag') ?? mark;
    back();
    if (answer.status !== 200) return;
    tellUnread((await answer.json()) as Marks);
    // A first answer says where we stand, and no more.
    if (!isFirst || isBehind) changed();
    isBehind = false;
  }

  function reached(): void {
    window.clearTimeout(broken);
    broken = undefined;
    window.clearTimeout(polling);
    polling = undefined;
    back();
  }

  function lost(): void {
    if (isLost) return;
    isLost = true;
    shown(said.dataset['lost'] ?? '');
  }

  function back(): void {
    if (!isLost) return;
    isLost = false;
    shown(said.dataset['back'] ?? '', 4_000);
  }

  function changed(): void {
    // Not everybody of a large unit at the same moment.
    window.setTimeout(() => trigger(kind), Math.random() * 1_000);
  }

  function tellUnread(marks: Marks): void {
    if (marks.unread === undefined) return;
    showUnread(marks.unread, said.dataset['unread'] ?? '');
    if (kind === 'inbox' || document.querySelector('[data-og-live="notices"]')) trigger('notices');
  }

  document.addEventListener('visibilitychange', () => {
    // A browser gives a site few connections at once: pages that nobody looks at give theirs back.
    if (document.hidden) {
      close();
      isBehind = true;
    } else if (!stream) {
      open();
    }
  });
  window.addEventListener('pagehide', close);
  open();
}

/** The parts that show this hear `og:<kind>`. */
function trigger(kind: string): void {
  for (const part of document.querySelectorAll<HTMLElement>(`[data-og-live^="${kind}"]`)) htmx.trigger(part, `og:${kind}`, {});
}

function topicOf(): string {
  const topics = [...document.querySelectorAll<HTMLElement>('[data-og-live]')].map((part) => part.dataset['ogLive'] ?? '');
  return topics.find((one) => one.startsWith('case/') || one === 'screen') ?? 'inbox';
}

/** The number beside "Messages", in both bars. */
function showUnread(count: number, word: string): void {
  for (const link of document.querySelectorAll('.og-rooms a[href$="/notices/"], .og-bottom a[href$="/notices/"]')) {
    const old = link.querySelector('.og-count');
    if (!count) {
      old?.remove();
      continue;
    }
    const badge = old ?? link.appendChild(document.createElement('span'));
    badge.className = 'og-count';
    const hidden = document.createElement('span');
    hidden.className = 'visually-hidden';
    hidden.textContent = ` ${word}`;
    if (badge.firstChild?.textContent !== String(count)) badge.replaceChildren(String(count), hidden);
  }
}

/** One line at the edge of the page, read aloud when there is a pause; empty while all is well. */
function sign(): (words: string, milliseconds?: number) => void {
  const line = document.createElement('p');
  line.className = 'og-live-state';
  line.setAttribute('role', 'status');
  line.setAttribute('aria-live', 'polite');
  document.body.append(line);
  let timer: number | undefined;
  return (words, milliseconds) => {
    window.clearTimeout(timer);
    line.textContent = words;
    if (milliseconds) timer = window.setTimeout(() => (line.textContent = ''), milliseconds);
  };
}
