// What was measured on this phone as a file: what the live door takes no more goes the way that a watch's file does. Each
// reading keeps its id: one whose acknowledgement was lost is known again.
const COLUMNS = [
  'observedAt', 'latitudeDegrees', 'longitudeDegrees', 'horizontalAccuracyMeters', 'speedMetersPerSecond', 'courseDegrees',
  'altitudeMeters', 'heartRateBpm', 'eventId',
];
const HEART_RATE = '2A37';
const POD = '2A53';
const WIDE = 1;
const PARTS_OF_A_METER = 256;

/** What a strap's or a pod's bytes say: Bluetooth's heart-rate and running-speed measurements. */
function measured({ characteristic, value }) {
  const bytes = value.match(/../g).map((byte) => parseInt(byte, 16));
  if (characteristic === HEART_RATE) return { heartRateBpm: bytes[0] & WIDE ? bytes[1] + 256 * bytes[2] : bytes[1] };
  if (characteristic === POD) return { speedMetersPerSecond: (bytes[1] + 256 * bytes[2]) / PARTS_OF_A_METER };
  return {};
}

/** CSV with the names and units of one event. */
export function asCsv(readings) {
  const rows = readings.map((reading) => {
    const values = reading.characteristic ? { ...reading, ...measured(reading) } : reading;
    return COLUMNS.map((column) => values[column] ?? '').join();
  });
  return [COLUMNS.join(), ...rows].join('\n') + '\n';
}
