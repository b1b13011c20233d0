// A press counts from the moment the finger came down, for as long as it comes up on the same button: a gloved or wet thumb slides
// in between. A finger that goes on to scroll presses nothing; of one that slid off, or so far that nobody can tell, somebody is asked.
const BESIDE_PIXELS = 5;
/** A finger that the browser took for one that scrolls has pressed, if it hardly moved and nothing else did. */
const SLID_PIXELS = 48;
const SCROLLED_PIXELS = 24;
/** A flick scrolls after the finger is up. */
const SEEN_MILLIS = 150;
const downs = new WeakMap();

/** How far what the button lies in was scrolled, all of it together. */
function scrolled(button) {
  let sum = scrollY;
  for (let around = button.parentElement; around; around = around.parentElement) sum += around.scrollTop;
  return sum;
}

/** Keys lie farther apart than this reaches. */
function isOn(button, { clientX, clientY }) {
  const box = button.getBoundingClientRect();
  return clientX >= box.left - BESIDE_PIXELS && clientX <= box.right + BESIDE_PIXELS
    && clientY >= box.top - BESIDE_PIXELS && clientY <= box.bottom + BESIDE_PIXELS;
}

/**
 * What a button listens to.
 * @param act gets the moment of the press, on the clock of events
 * @param slipped gets the moment at which a finger came down that then slid off
 */
export function press(act, slipped) {
  const take = (button) => {
    const down = downs.get(button);
    downs.delete(button);
    return down;
  };
  return {
    down: (event) => {
      const { button, pointerId, currentTarget: key, timeStamp, clientX, clientY } = event;
      if (button !== 0) return;
      downs.set(key, { pointerId, at: timeStamp, x: clientX, y: clientY, scrolled: scrolled(key), taken: false });
      try {
        key.setPointerCapture(pointerId); // a mouse tells nothing of where else it comes up
      } catch {
        // it is up already
      }
    },
    up: (event) => {
      if (downs.get(event.currentTarget)?.pointerId !== event.pointerId) return;
      const down = take(event.currentTarget);
      if (isOn(event.currentTarget, event)) act(down.at);
      else slipped(down.at);
    },
    // The browser scrolls with this finger: whether it does is seen when the finger comes up.
    cancel: (event) => {
      const down = downs.get(event.currentTarget);
      if (down?.pointerId === event.pointerId) down.taken = true;
    },
    lifted: (event) => {
      const key = event.currentTarget;
      if (!downs.get(key)?.taken) return;
      const down = take(key);
      const [finger] = event.changedTouches;
      const far = Math.hypot(finger.clientX - down.x, finger.clientY - down.y);
      const pressed = event.type === 'touchend' && far <= SLID_PIXELS && isOn(key, finger);
      setTimeout(() => {
        if (Math.abs(scrolled(key) - down.scrolled) >= SCROLLED_PIXELS) return;
        if (pressed) act(down.at);
        else slipped(down.at);
      }, SEEN_MILLIS);
    },
    /** The same by keyboard or screen reader, where no finger comes down. */
    key: (event) => {
      if (event.detail === 0) act(event.timeStamp);
    },
  };
}
