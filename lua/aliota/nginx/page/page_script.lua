-- Renews the page in place: asks for it again, takes the parts that differ. Without it the browser loads it anew.
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

  const show = (fresh) => {
    const shown = parts(document), wanted = parts(fresh);
    if (wanted.length === 0) throw new Error("this is another page");
    if (shown.length !== wanted.length) {
      document.querySelector("main").replaceWith(fresh.querySelector("main"));
      document.getElementById("head").replaceWith(fresh.getElementById("head"));
      return;
    }
    shown.forEach((part, i) => {
      if (part.outerHTML !== wanted[i].outerHTML) part.replaceWith(wanted[i]);
    });
  };

  const renew = async () => {
    if (document.hidden) return;
    let lost = false;
    try {
      const answer = await fetch(location.href, {cache: "no-store"});
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
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

  setInterval(showAge, SECONDS);
  setTimeout(goOn, interval);
  document.addEventListener("visibilitychange", renew);
})();
]==]
