// What an adviser has switched on in this browser. Nothing but "on" or "off" is kept.

import { all } from "./dom.js";

const DEFAULTS = { sound: "off", notify: "off", shortcuts: "on" };
const A_YEAR = 365 * 24 * 3600;

export function isOn(name) {
  const found = document.cookie.match(new RegExp(`(?:^|; )hearthline-${name}=(on|off)`));
  return (found?.[1] ?? DEFAULTS[name]) === "on";
}

/** `changed(name, isOn)` says whether it could be done. */
export function offerPrefs(changed) {
  for (const box of all("[data-pref]")) {
    const { pref } = box.dataset;
    box.checked = isOn(pref);
    box.addEventListener("change", async () => {
      if (box.checked && !(await changed(pref))) box.checked = false;
      const value = box.checked ? "on" : "off";
      document.cookie = `hearthline-${pref}=${value}; Path=/console; Max-Age=${A_YEAR}; SameSite=Strict`;
    });
  }
}
