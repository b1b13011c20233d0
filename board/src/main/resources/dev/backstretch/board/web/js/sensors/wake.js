// Keeps the screen awake, or says that it cannot.
export function wake(tell) {
  if (!navigator.wakeLock) {
    tell({ state: 'missing' });
    return () => {};
  }
  let lock;
  let stopped = false;
  const ask = () => {
    if (stopped || document.visibilityState !== 'visible') return;
    navigator.wakeLock.request('screen').then(
      (held) => {
        lock = held;
        if (stopped) held.release();
        else tell({ state: 'on' });
      },
      () => tell({ state: 'refused' }),
    );
  };
  // The lock ends whenever the page is out of sight.
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', ask);
    lock?.release();
  };
}
