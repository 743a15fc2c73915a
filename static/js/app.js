/* What makes the pages quicker for people with script. Every page works without it.
   Behavior is asked for by data attributes; partials say which. */
(function () {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const visible = (element) => element.getClientRects().length > 0;

  // ---- cookies of this browser: theme and shortcuts, nothing about a person ----------------
  function remember(name, value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const age = value ? 31536000 : 0;
    document.cookie = `${name}=${value}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  }

  function setTheme(value) {
    if (value) root.dataset.bsTheme = value;
    else delete root.dataset.bsTheme;
    showTheme();
  }

  function showTheme() {
    const now = root.dataset.bsTheme || "";
    all("[data-theme-choice]").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now)));
  }

  function setKeys(on) {
    if (on) delete root.dataset.keys;
    else root.dataset.keys = "off";
    remember("keys", on ? "" : "off");
    showKeys();
  }

  function showKeys() {
    const off = root.dataset.keys === "off";
    all("[data-toggle-keys]").forEach((button) => {
      button.textContent = off ? button.dataset.on : button.dataset.off;
    });
  }

  // ---- words for screen readers ------------------------------------------------------------
  function announce(text) {
    const live = document.getElementById("live");
    if (!live || !text) return;
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 50);
  }

  // ---- forms -------------------------------------------------------------------------------
  const sent = new WeakSet();

  function lock(form, submitter) {
    sent.add(form);
    // After this turn, so that the pressed button's own name and value are still sent.
    setTimeout(() => {
      all("button, input[type=submit]", form).concat(submitter || []).forEach((button) => {
        if (button.type !== "submit" || button.disabled) return;
        button.style.minWidth = `${button.offsetWidth}px`;
        button.disabled = true;
        button.dataset.locked = "";
        button.setAttribute("aria-busy", "true");
      });
    }, 0);
  }

  function unlock(form) {
    sent.delete(form);
    all("[data-locked]", form).forEach((button) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      delete button.dataset.locked;
    });
  }

  function isLocking(form) {
    return form.method === "post" && !("resubmit" in form.dataset);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!isLocking(form)) return;
    if (sent.has(form)) event.preventDefault();
    else lock(form, event.submitter);
  });
  // A refused or answered partial request leaves the form on the page: it may be sent again.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) unlock(form);
  });
  window.addEventListener("pageshow", () => all("form").forEach(unlock));

  function focusSummary(from) {
    const summary = (from || document).querySelector("[data-error-summary]");
    if (summary) summary.focus();
    return Boolean(summary);
  }

  function goToField(link) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return false;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    (field.closest(".field") || field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
    return true;
  }

  function filterless(form) {
    // An empty filter is no filter: it stays out of the address.
    all("input, select", form).forEach((field) => { if (field.name && field.value === "") field.disabled = true; });
    setTimeout(() => all("input, select", form).forEach((field) => { field.disabled = false; }), 500);
  }

  // ---- pieces that follow what is typed: the newest question wins, a failure keeps the old piece --
  const asking = new WeakMap();

  function fetchInto(place, address, form, headers) {
    if (asking.has(place)) asking.get(place).abort();
    const control = new AbortController();
    asking.set(place, control);
    fetch(address, {
      method: "POST", body: new URLSearchParams(new FormData(form)), signal: control.signal,
      headers: Object.assign({ "HX-Request": "true" }, headers),
    }).then((answer) => {
      if (answer.headers.get("HX-Refresh")) location.reload(); // the session is over
      return answer.status === 200 ? answer.text() : "";
    }).then((piece) => { if (piece) place.innerHTML = piece; }).catch(() => {});
  }

  const later = new WeakMap();

  function soon(place, delay, act) {
    clearTimeout(later.get(place));
    later.set(place, setTimeout(act, delay));
  }

  function askWhatIsNeeded(delay) {
    const place = document.querySelector("[data-needed]");
    const form = place && document.querySelector(place.dataset.form);
    if (form) soon(place, delay, () => fetchInto(place, place.dataset.needed, form));
  }

  function typedInto(event) {
    const place = document.querySelector("[data-needed]");
    const form = event.target.closest && event.target.closest("form");
    if (place && form && form.matches(place.dataset.form)) askWhatIsNeeded(event.type === "input" ? 1500 : 600);
  }

  ["input", "change", "formset:removed"].forEach((name) => document.addEventListener(name, typedInto));

  // ---- drafts: on the server, never in the browser; kept after a pause and on leaving -----------
  const PAUSE = 2500;
  const unkept = new Map();

  function keepDraft(form, leaving) {
    clearTimeout(unkept.get(form));
    unkept.delete(form);
    if (sent.has(form)) return;
    fetch(form.dataset.draft, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Quietly": "1" }, redirect: "manual",
      keepalive: Boolean(leaving), // outlives the page, but holds 64 KB at most
    }).then((answer) => {
      // Sent on to the sign-in: the session is over, and the server has kept what came.
      if (answer.type === "opaqueredirect") return { told: form.dataset.signedOut };
      return (answer.headers.get("Content-Type") || "").includes("json") ? answer.json() : { told: "" };
    })
      .then((kept) => all("[data-draft-state]", form).forEach((place) => { place.textContent = kept.told; }))
      .catch(() => {});
  }

  function draftChanged(event) {
    const form = event.target.closest && event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(unkept.get(form));
    unkept.set(form, setTimeout(() => keepDraft(form), PAUSE));
  }

  ["input", "formset:removed"].forEach((name) => document.addEventListener(name, draftChanged));
  window.addEventListener("pagehide", () => Array.from(unkept.keys()).forEach((form) => keepDraft(form, true)));

  // ---- rows of a formset -------------------------------------------------------------------
  function total(set) {
    return set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);
  }

  function renumber(set) {
    all("[data-formset-row]:not([hidden])", set).forEach((row, index) => {
      all("[data-formset-number]", row).forEach((place) => { place.textContent = index + 1; });
    });
  }

  function addRow(set) {
    const counter = total(set);
    const holder = document.createElement("div");
    holder.innerHTML = set.querySelector("template[data-formset-empty]").innerHTML.replace(/__prefix__/g, counter.value);
    const row = holder.firstElementChild;
    set.querySelector("[data-formset-rows]").append(row);
    counter.value = Number(counter.value) + 1;
    dressRows(set);
    renumber(set);
    if (window.htmx) window.htmx.process(row);
    const first = all("input, select, textarea", row).find((field) => field.type !== "hidden" && visible(field));
    if (first) first.focus();
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
  }

  function removeRow(row) {
    const set = row.closest("[data-formset]");
    const mark = row.querySelector('input[name$="-DELETE"]');
    mark.checked = true;
    row.hidden = true;
    renumber(set);
    announce(set.dataset.removedText);
    const next = all("[data-formset-row]:not([hidden]) [data-formset-remove]", set).pop();
    (next || set.querySelector("[data-formset-add]")).focus();
    row.dispatchEvent(new CustomEvent("formset:removed", { bubbles: true }));
  }

  function dressRows(set) {
    all("[data-formset-row]", set).forEach((row) => {
      const mark = row.querySelector('input[name$="-DELETE"]');
      if (!mark || row.querySelector("[data-formset-remove]")) return;
      if (mark.checked) row.hidden = true;
      const place = mark.closest(".formset-remove") || mark.parentElement;
      const button = document.createElement("button");
      const legend = row.querySelector("legend");
      button.type = "button";
      button.className = "btn btn-secondary btn-small";
      button.dataset.formsetRemove = "";
      button.textContent = set.dataset.removeLabel || place.textContent.trim();
      if (legend) {
        legend.id = legend.id || `${mark.name}-legend`;
        button.id = `${mark.name}-button`;
        button.setAttribute("aria-labelledby", `${button.id} ${legend.id}`);
      }
      all(":scope > *", place).forEach((child) => { child.hidden = true; });
      place.append(button);
    });
  }

  // ---- lists -------------------------------------------------------------------------------
  function countSelected(form) {
    const boxes = all('[name="ids"]', form);
    const chosen = boxes.filter((box) => box.checked).length;
    all("[data-bulk-count]", form).forEach((place) => { place.textContent = chosen; });
    all("[data-bulk-bar]", form).forEach((bar) => bar.classList.toggle("is-on", chosen > 0));
    all("[data-select-all]", form).forEach((box) => {
      box.checked = chosen > 0 && chosen === boxes.length;
      box.indeterminate = chosen > 0 && chosen < boxes.length;
    });
  }

  let lastBox = null;

  function clickBox(box, event) {
    const form = box.closest("[data-bulk]");
    const boxes = all('[name="ids"]', form);
    if (box.matches("[data-select-all]")) boxes.forEach((other) => { other.checked = box.checked; });
    else if (event.shiftKey && boxes.includes(lastBox)) {
      const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
    }
    lastBox = box;
    countSelected(form);
  }

  function currentRow() {
    const active = document.activeElement;
    return active && active.closest("[data-row]");
  }

  function walk(step) {
    const rows = all("[data-row]").filter(visible);
    const row = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(currentRow()) + step))] || rows[0];
    const link = row && (row.querySelector(".row-link") || row.querySelector("a, button"));
    if (link) link.focus();
  }

  function selectRow() {
    const row = currentRow();
    const box = row && row.querySelector('[name="ids"]');
    if (box) box.click();
  }

  function save() {
    const inside = document.activeElement && document.activeElement.closest("form[data-save]");
    const form = inside || document.querySelector("form[data-save]");
    if (!form) return false;
    const button = form.querySelector('.form-footer .btn-primary[type="submit"], .form-actions .btn-primary[type="submit"]');
    form.requestSubmit(button && !button.disabled ? button : undefined);
    return true;
  }

  // ---- shortcuts: places on the keyboard, so that every layout works ------------------------
  const OWN = { KeyJ: () => walk(1), KeyK: () => walk(-1), KeyX: selectRow };
  let before = { code: "", at: 0 };

  function press(element) {
    if (element.matches("input, textarea, select")) {
      element.focus();
      if (element.select) element.select();
    } else element.click();
  }

  function wanted(combination) {
    return all("[data-key]").find((element) =>
      element.dataset.key.split("|").includes(combination) && (visible(element) || element.matches("a")));
  }

  function openKeys() {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) dialog.showModal();
  }

  // ---- the window over a page: people, pages, actions ---------------------------------------------
  const palette = document.getElementById("palette");
  const paletteText = document.getElementById("palette-text");
  const PALETTE_KEYS = ["Slash", "Ctrl+KeyK"];

  function openPalette() {
    if (!palette || document.querySelector("dialog[open]")) return false;
    listActions();
    palette.showModal();
    paletteText.focus();
    paletteText.select();
    narrowPages();
    return true;
  }

  function listActions() {
    // What the page itself offers by a key stands in the window too.
    const list = palette.querySelector("[data-palette-list]");
    all("[data-own]", list).forEach((item) => item.remove());
    all("main a[data-key]").filter(visible).reverse().forEach((link) => {
      const item = document.createElement("li");
      const copy = document.createElement("a");
      item.dataset.own = "";
      copy.className = "palette-item";
      copy.href = link.href;
      copy.textContent = link.textContent.trim();
      item.append(copy);
      list.prepend(item);
    });
  }

  function narrowPages() {
    const wantedText = paletteText.value.trim().toLocaleLowerCase();
    all("[data-palette-list] li", palette).forEach((item) => {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wantedText);
    });
    if (!wantedText) document.getElementById("palette-people").textContent = "";
  }

  function walkPalette(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (!step) return;
    event.preventDefault();
    const places = [paletteText].concat(all(".palette-item", palette).filter(visible));
    const next = places.indexOf(document.activeElement) + step;
    (places[next] || paletteText).focus();
  }

  function findPeople() {
    const place = document.getElementById("palette-people");
    const { search } = palette.dataset;
    if (search) soon(place, 250, () => { if (paletteText.value.trim()) fetchInto(place, search, paletteText.form, { "X-Palette": "1" }); });
  }

  if (palette) {
    paletteText.addEventListener("input", () => { narrowPages(); findPeople(); });
    palette.addEventListener("keydown", walkPalette);
  }

  function combined(event) {
    if (event.ctrlKey || event.metaKey) return `Ctrl+${event.code}`;
    return event.altKey ? `Alt+${event.code}` : event.code;
  }

  function single(event) {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    return !typing && !event.shiftKey && !document.querySelector("dialog[open]");
  }

  function withModifier(event, combination) {
    if (combination === "Ctrl+KeyS" || combination === "Ctrl+Enter") return save();
    const element = wanted(combination);
    if (element) press(element);
    return Boolean(element);
  }

  function withoutModifier(event) {
    const sequence = event.timeStamp - before.at < 1500 ? `${before.code} ${event.code}` : "";
    const element = (sequence && wanted(sequence)) || wanted(event.code);
    before = { code: event.code, at: event.timeStamp };
    if (element) press(element);
    else if (OWN[event.code]) OWN[event.code]();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat && event.code !== "KeyJ" && event.code !== "KeyK") return;
    if (event.code === "Escape") return closeMenus(null);
    if (root.dataset.keys === "off") return;
    const combination = combined(event);
    const opens = PALETTE_KEYS.includes(combination) && !event.shiftKey && event.key !== "?" && (combination !== "Slash" || single(event));
    if (opens && openPalette()) return event.preventDefault();
    if (combination !== event.code) {
      if (withModifier(event, combination)) event.preventDefault();
      return;
    }
    const help = event.key === "?" || (event.code === "Slash" && event.shiftKey);
    if (help && !event.target.closest("input, textarea, select")) openKeys();
    else if (single(event) && withoutModifier(event)) event.preventDefault();
  });

  // ---- menus -------------------------------------------------------------------------------
  function closeMenus(except) {
    all("details[data-menu][open]").forEach((menu) => {
      if (menu === except) return;
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    });
  }

  function toggleMenu(button) {
    const open = button.closest(".site-header").classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
  }

  const CLICKS = [
    ["[data-toggle-menu]", (button) => toggleMenu(button)],
    ["[data-theme-choice]", (button) => { remember("theme", button.dataset.themeChoice); setTheme(button.dataset.themeChoice); }],
    ["[data-open-keys]", () => { closeMenus(null); openKeys(); }],
    ["[data-toggle-keys]", () => setKeys(root.dataset.keys === "off")],
    ["[data-close-notice]", (button) => { button.closest(".notice").remove(); document.getElementById("main").focus(); }],
    ["[data-formset-add]", (button, event) => { event.preventDefault(); addRow(button.closest("[data-formset]")); }],
    ["[data-formset-remove]", (button) => removeRow(button.closest("[data-formset-row]"))],
    ["[data-error-summary] a, .needed a", (link, event) => { if (goToField(link)) event.preventDefault(); }],
    ['[data-bulk] [name="ids"], [data-bulk] [data-select-all]', clickBox],
    ["[data-print]", (button) => { if (button.dataset.print) root.dataset.paper = button.dataset.print; window.print(); }],
  ];

  window.addEventListener("afterprint", () => delete root.dataset.paper);

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    CLICKS.forEach(([selector, act]) => {
      const element = event.target.closest(selector);
      if (element) act(element, event);
    });
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".filters form")) filterless(event.target);
  });

  // ---- what a new piece of page needs -------------------------------------------------------
  function dress(from) {
    all("form", from).forEach((form) => { if (form.method === "post") form.noValidate = true; });
    all("[data-formset]", from).forEach(dressRows);
    all("form[data-bulk]", from).forEach(countSelected);
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const piece = event.detail.elt || event.target;
    dress(piece.parentElement || document);
    if (focusSummary(piece)) return;
    const place = piece.matches("[data-focus]") ? piece : piece.querySelector("[data-focus]");
    if (place) place.focus();
    const words = piece.matches("[data-announce]") ? piece : piece.querySelector("[data-announce]");
    if (words) announce(words.dataset.announce);
  });

  dress(document);
  askWhatIsNeeded(0);
  showTheme();
  showKeys();
  focusSummary();
})();
