-- Renews the page in place: asks for it again, takes the parts that differ or are new, and drops those that are gone.
-- Without it the browser loads it anew.
return [==[
(() => {
  "use strict";
  document.documentElement.dataset.live = "";
  const SECONDS = 1000;
  const interval = Number(document.documentElement.dataset.interval) * SECONDS;
  let arrived = Date.now();

  const parts = (page) => [...page.querySelectorAll("[data-part]")];

  // As the server writes it: the two largest units.
  const UNITS = [["d", 86400, 24, "h"], ["h", 3600, 60, "min"], ["min", 60, 60, "s"]];
  const text = (seconds) => {
    const unit = UNITS.find(([, size]) => seconds >= size);
    if (!unit) return `${seconds} s`;
    const [name, size, parts, smaller] = unit;
    const whole = Math.floor(seconds / size), part = Math.floor(seconds % size * parts / size);
    return part === 0 ? `${whole} ${name}` : `${whole} ${name} ${part} ${smaller}`;
  };

  const showAge = () => {
    const age = document.getElementById("age");
    if (!age) return;
    age.textContent = text(Number(age.dataset.age) + Math.floor((Date.now() - arrived) / SECONDS));
  };

  // Parts as the server wrote them, before anything was done to them here.
  const written = new WeakMap();

  // What time it is where the reader is, behind each time of a part.
  const localise = (part) => {
    if (new Date().getTimezoneOffset() === 0) return;
    part.querySelectorAll("time").forEach((time) => {
      const at = new Date(time.dateTime);
      if (!isNaN(at)) time.append(` (${at.toLocaleString([], {dateStyle: "short", timeStyle: "short"})} here)`);
    });
  };

  const take = (part) => {
    written.set(part, part.outerHTML);
    localise(part);
  };

  // How batches are ordered, unless as the server does it.
  const name = (batch) => batch.querySelector("h2 > bdi").textContent;
  const figure = (batch, key, missing) => Number(batch.dataset[key] ?? missing);
  const ORDERS = {
    name: (a, b) => name(a).localeCompare(name(b)),
    through: (a, b) => figure(a, "through", 2) - figure(b, "through", 2),
    failed: (a, b) => figure(b, "failed", -1) - figure(a, "failed", -1),
  };

  let places = [];

  const arrange = () => {
    const main = document.querySelector("main"), order = document.getElementById("order").value;
    const batches = places.map((id) => document.getElementById(id));
    if (ORDERS[order]) batches.sort(ORDERS[order]);
    if (batches.some((batch, i) => main.children[i] !== batch)) main.append(...batches);
    const wanted = document.getElementById("search").value.trim().toLowerCase();
    batches.forEach((batch) => {
      const names = [...batch.querySelectorAll("h2, .what")].map((part) => part.textContent).join(" ").toLowerCase();
      batch.hidden = !`${names} ${batch.dataset.standing}`.includes(wanted);
    });
    document.getElementById("none").hidden = batches.length === 0 || batches.some((batch) => !batch.hidden);
    document.getElementById("tools").hidden = batches.length < 2;
  };

  const place = (batches) => {
    places = batches.map((part) => part.id).filter((id) => id !== "head");
    arrange();
  };

  const begin = () => {
    parts(document).forEach(take);
    document.getElementById("tools").addEventListener("input", arrange);
    place(parts(document));
  };

  // A link of a part that is replaced keeps the focus.
  const withFocus = (act) => {
    const link = document.activeElement?.getAttribute("href");
    act();
    if (link) [...document.links].find((each) => each.getAttribute("href") === link)?.focus({preventScroll: true});
  };

  const show = (fresh) => {
    const wanted = parts(fresh), shown = new Map(parts(document).map((part) => [part.id, part]));
    if (wanted.length === 0) throw new Error("this is another page");
    wanted.forEach((part) => {
      const old = shown.get(part.id);
      shown.delete(part.id);
      if (written.get(old) === part.outerHTML) return;
      if (old) old.replaceWith(part); else document.querySelector("main").append(part);
      take(part);
    });
    shown.forEach((part) => part.remove());
    place(wanted);
  };

  const renew = async () => {
    if (document.hidden) return;
    let lost = false;
    try {
      const answer = await fetch(location.href, {cache: "no-store"});
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      withFocus(() => show(fresh));
      arrived = Date.now();
    } catch {
      lost = true;
    }
    document.getElementById("lost").hidden = !lost;
  };

  const goOn = async () => {
    await renew();
    setTimeout(goOn, interval);
  };

  document.addEventListener("DOMContentLoaded", begin);
  setInterval(showAge, SECONDS);
  setTimeout(goOn, interval);
  document.addEventListener("visibilitychange", renew);
})();
]==]
