// A heart-rate strap or a foot pod over Web Bluetooth. Its bytes go on as they came: the door knows how to read them.
const KINDS = [
  { service: 'heart_rate', characteristic: 'heart_rate_measurement', number: '2A37' },
  { service: 'running_speed_and_cadence', characteristic: 'rsc_measurement', number: '2A53' },
];
const SILENT_MILLIS = 6000;
const AGAIN_MILLIS = 3000;

const hex = (view) => Array.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Must begin in a tap: the browser lets the runner choose the device. */
export function strap(tell) {
  if (!navigator.bluetooth) {
    tell({ state: 'missing' });
    return () => {};
  }
  let device;
  let stopped = false;
  let silence;
  const lost = () => {
    if (!stopped) tell({ state: 'lost' });
  };
  const told = (number) => (event) => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_MILLIS);
    tell({ state: 'on', at: Date.now(), values: { type: 'ble', characteristic: number, value: hex(event.target.value) } });
  };
  const connect = async () => {
    const server = await device.gatt.connect();
    let any = false;
    for (const kind of KINDS) {
      try {
        const service = await server.getPrimaryService(kind.service);
        const characteristic = await service.getCharacteristic(kind.characteristic);
        characteristic.addEventListener('characteristicvaluechanged', told(kind.number));
        await characteristic.startNotifications();
        any = true;
      } catch {
        // most devices have one of the two
      }
    }
    if (!any) throw new Error('neither strap nor pod');
  };
  const again = () => {
    lost();
    if (stopped) return;
    setTimeout(() => {
      if (!stopped) connect().catch(again);
    }, AGAIN_MILLIS);
  };
  tell({ state: 'waiting' });
  navigator.bluetooth
    .requestDevice({ filters: KINDS.map((kind) => ({ services: [kind.service] })), optionalServices: KINDS.map((kind) => kind.service) })
    .then((chosen) => {
      if (stopped) return;
      device = chosen;
      device.addEventListener('gattserverdisconnected', again);
      connect().catch(again);
    })
    .catch(() => tell({ state: 'refused' }));
  return () => {
    stopped = true;
    clearTimeout(silence);
    device?.removeEventListener('gattserverdisconnected', again);
    device?.gatt?.disconnect();
  };
}
