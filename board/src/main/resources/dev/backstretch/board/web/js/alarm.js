// Sound and vibration of what cannot wait. A browser lets a page sound after the first touch only.
let audio;

export function allowSound() {
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') audio.resume();
  } catch {
    audio = null; // no sound here: the tile and the vibration remain
  }
}

const tone = (frequency, at, seconds) => {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  gain.gain.value = 0.4; // −8 dBFS
  oscillator.frequency.value = frequency;
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(audio.currentTime + at);
  oscillator.stop(audio.currentTime + at + seconds);
};

export function alarm(severity, muted) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(severity === 'RED' ? [200, 100, 200, 100, 200] : [120]);
  if (muted || severity !== 'RED' || audio?.state !== 'running') return;
  tone(1320, 0, 0.18);
  tone(990, 0.24, 0.18);
  tone(1320, 0.48, 0.18);
}

export const confirmTap = () => navigator.vibrate?.(30);
export const refusedTap = () => navigator.vibrate?.([60, 60, 60]);
