// Where the phone is, as often as it says so.
const OPTIONS = { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 };
const REFUSED = 1;
const known = (number) => typeof number === 'number' && Number.isFinite(number);

export function position(tell) {
  if (!navigator.geolocation) {
    tell({ state: 'missing' });
    return () => {};
  }
  let last = NaN;
  tell({ state: 'waiting' });
  const watch = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => {
      // Some phones tell the same fix twice.
      if (timestamp === last) return;
      last = timestamp;
      const values = {
        latitudeDegrees: coords.latitude,
        longitudeDegrees: coords.longitude,
        horizontalAccuracyMeters: coords.accuracy,
      };
      if (known(coords.speed)) values.speedMetersPerSecond = coords.speed;
      if (known(coords.heading)) values.courseDegrees = coords.heading;
      if (known(coords.altitude)) values.altitudeMeters = coords.altitude;
      tell({ state: 'on', at: timestamp, values });
    },
    (fault) => tell({ state: fault.code === REFUSED ? 'refused' : 'lost' }),
    OPTIONS,
  );
  return () => navigator.geolocation.clearWatch(watch);
}
