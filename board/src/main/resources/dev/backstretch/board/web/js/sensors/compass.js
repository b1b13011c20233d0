// Which way the phone faces. What it is strapped to does not matter, as long as it stays there.
const SILENT_MILLIS = 3000;
const STEEP_DEGREES = 45;
const turn = (degrees) => ((degrees % 360) + 360) % 360;
const radians = (degrees) => (degrees * Math.PI) / 180;

/**
 * Degrees from north, clockwise: of the phone's top where it lies flat, of its back where it stands. Whichever it was at
 * first it stays, for a change of axis would look like a runner who turns around.
 */
export function heading({ alpha, beta, gamma }, standing) {
  const [x, y, z] = [radians(beta), radians(gamma), radians(alpha)];
  const east = standing ? -Math.cos(z) * Math.sin(y) - Math.sin(z) * Math.sin(x) * Math.cos(y) : -Math.cos(x) * Math.sin(z);
  const north = standing ? -Math.sin(z) * Math.sin(y) + Math.cos(z) * Math.sin(x) * Math.cos(y) : Math.cos(x) * Math.cos(z);
  return turn((Math.atan2(east, north) * 180) / Math.PI);
}

/** Must begin in a tap: iOS asks the runner only then. */
export function compass(tell) {
  if (!('DeviceOrientationEvent' in window)) {
    tell({ state: 'missing' });
    return () => {};
  }
  let standing;
  let heard = false;
  let stopped = false;
  const listen = (event) => {
    let degrees = event.webkitCompassHeading;
    if (typeof degrees !== 'number') {
      if (event.alpha === null || (!event.absolute && event.type !== 'deviceorientationabsolute')) return;
      standing ??= Math.abs(event.beta) > STEEP_DEGREES || Math.abs(event.gamma) > STEEP_DEGREES;
      degrees = heading(event, standing);
    }
    heard = true;
    tell({ state: 'on', at: Date.now(), values: { compassDegrees: turn(degrees) } });
  };
  const begin = () => {
    if (stopped) return;
    addEventListener('deviceorientationabsolute', listen);
    addEventListener('deviceorientation', listen);
    setTimeout(() => {
      if (!heard && !stopped) tell({ state: 'missing' });
    }, SILENT_MILLIS);
  };
  tell({ state: 'waiting' });
  const ask = window.DeviceOrientationEvent.requestPermission;
  if (typeof ask === 'function') {
    ask.call(window.DeviceOrientationEvent).then(
      (answer) => (answer === 'granted' ? begin() : tell({ state: 'refused' })),
      () => tell({ state: 'refused' }),
    );
  } else {
    begin();
  }
  return () => {
    stopped = true;
    removeEventListener('deviceorientationabsolute', listen);
    removeEventListener('deviceorientation', listen);
  };
}
