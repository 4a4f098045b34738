/**
 * Runs in the page before anything of its own: its timers go by a clock that is moved by hand, and its live stream comes from here. So hours of a page pass in
 * minutes, each timer and each paint of them included. Requests, and what React has planned for between, go on by real time.
 */
export function pageClock() {
  const STEP_MS = 100;
  const FRAME_MS = 16;
  let now = 0;
  let numbers = 0;
  const timers = new Map();
  const set = (run, at, every, given) => {
    timers.set(++numbers, { run, at, every, given });
    return numbers;
  };
  window.setTimeout = (run, ms = 0, ...given) => set(run, now + Math.max(0, ms), 0, given);
  window.setInterval = (run, ms = 0, ...given) => set(run, now + Math.max(1, ms), Math.max(1, ms), given);
  window.requestAnimationFrame = (run) => set(() => run(now), now + FRAME_MS, 0, []);
  window.clearTimeout = window.clearInterval = window.cancelAnimationFrame = (number) => timers.delete(number);
  performance.now = () => now;

  function moveTo(time) {
    while (true) {
      let due = null;
      for (const [number, timer] of timers) {
        if (timer.at <= time && (due === null || timer.at < due[1].at)) {
          due = [number, timer];
        }
      }
      if (due === null) {
        now = time;
        return;
      }
      const [number, timer] = due;
      now = Math.max(now, timer.at);
      if (timer.every > 0) {
        timer.at += timer.every;
      } else {
        timers.delete(number);
      }
      timer.run(...timer.given);
    }
  }

  let client = null;
  let id = 0;
  let counted = 0;
  let shown = 0;
  let frames = [];
  let next = 0;
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 1;

    constructor() {
      client = this;
      queueMicrotask(() => this.onopen());
    }

    send(text) {
      const said = JSON.parse(text);
      if (said.op === 'open') {
        id = said.id;
      }
    }

    close() {}
  };

  const channel = new MessageChannel();
  let go = () => {};
  channel.port1.onmessage = () => go();
  /** Lets the page do what it has planned for as soon as possible. */
  const rest = () =>
    new Promise((resolve) => {
      go = resolve;
      channel.port2.postMessage(null);
    });
  // Until the page is there its clock goes by itself.
  let runs = false;
  const tick = async () => {
    const begun = Date.now();
    const from = now;
    while (!runs) {
      moveTo(from + Date.now() - begun);
      await rest();
    }
  };
  void tick();

  window.feed = {
    /** Between the rows of each and its counts it is cut in two. */
    take(all) {
      frames = all.map((text) => {
        const { counted: counts, rows } = JSON.parse(text);
        return { rows: text.slice(text.indexOf(',"type"'), text.lastIndexOf('"counted"')), size: rows.length, counts };
      });
      // How many a frame tells of is how much its count is above the one before.
      frames = frames.slice(1).map((frame, index) => ({ ...frame, more: frame.counts - frames[index].counts }));
    },
    counted: () => counted,
    /** So many frames, ten a second of the page's time. @param ms by how much the clock is moved after them */
    async run(count, ms = 0) {
      runs = true;
      for (let i = 0; i < count; i++) {
        const frame = frames[next++ % frames.length];
        counted += frame.more;
        shown += frame.size;
        client.onmessage({
          data: `{"id":${id}${frame.rows}"counted":${counted},"shown":${shown},"dropped":${counted - shown},"missed":0}`,
        });
        moveTo(now + STEP_MS);
        await rest();
      }
      moveTo(now + ms);
      await rest();
    },
  };
}
