// A sound, a notification and a number in the title when a case needs somebody. None holds a word of it.

import { say } from "./dom.js";
import { isOn, offerPrefs } from "./prefs.js";

const TONES = { calm: [523, 659], danger: [880, 660, 880, 660] }; // Hz
const TONE_LASTS = 0.18; // seconds
const LOUDNESS = 0.12;
const title = document.title;

let audio = null;
let unread = Number(document.body.dataset.unread ?? 0);

/** Browsers let a page make a sound once somebody has touched it. */
function unlock() {
  if (isOn("sound")) audio ??= new AudioContext();
}

function ring(tones) {
  if (audio?.state !== "running") return;
  tones.forEach((pitch, place) => {
    const [start, tone, volume] = [audio.currentTime + place * TONE_LASTS, audio.createOscillator(), audio.createGain()];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    volume.gain.linearRampToValueAtTime(0, start + TONE_LASTS);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + TONE_LASTS);
  });
}

function notify(text) {
  if (globalThis.Notification?.permission !== "granted") return;
  try {
    const shown = new Notification(text, { tag: "hearthline", silent: true });
    shown.addEventListener("click", () => (window.focus(), shown.close()));
  } catch {
    // Some phones show notifications of installed pages only.
  }
}

export function alertTo(kind) {
  const isDanger = kind === "danger";
  if (isOn("sound")) ring(isDanger ? TONES.danger : TONES.calm);
  if (isOn("notify") && document.hidden) notify(say(isDanger ? "danger" : "needs_you"));
}

export function setUnread(number) {
  unread = number;
  document.title = unread ? `(${unread}) ${title}` : title;
}

export const oneMoreUnread = () => setUnread(unread + 1);

async function switchOn(pref) {
  if (pref === "notify") return (await globalThis.Notification?.requestPermission()) === "granted";
  if (pref === "sound") {
    audio ??= new AudioContext();
    await audio.resume();
    ring(TONES.calm);
  }
  return true;
}

setUnread(unread);
offerPrefs(switchOn);
for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, unlock);
