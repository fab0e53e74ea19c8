/*
 * Copyright (c) 2026, sfops maintainers
 * GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
"use strict";
(() => {
  const folds = () => [...document.querySelectorAll("details")];
  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    target.scrollIntoView();
    (target.querySelector(":scope > summary") || target).focus();
  };
  addEventListener("hashchange", show);
  show();
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = folds().filter((one) => !one.open);
    for (const one of shut) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of shut) one.open = false;
  });
  const bar = document.getElementById("folding");
  if (!bar) return;
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const wanted = event.target.dataset.open;
    if (wanted) for (const one of document.querySelectorAll(wanted === "orgs" ? "details.org, details.vendor" : "#orgs details"))
      one.open = wanted !== "none";
  });
})();
