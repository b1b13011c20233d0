// A press counts from the moment the finger came down, and not at all when the finger goes on to scroll.
const downs = new WeakMap();

export const pressDown = (event) => {
  if (event.button === 0) downs.set(event.currentTarget, event.timeStamp);
};

export const pressUp = (act) => (event) => {
  const at = downs.get(event.currentTarget);
  downs.delete(event.currentTarget);
  if (at !== undefined) act(at);
};

export const pressCancel = (event) => downs.delete(event.currentTarget);

/** The same by keyboard or screen reader, where no finger comes down. */
export const pressKey = (act) => (event) => {
  if (event.detail === 0) act(event.timeStamp);
};
