"use strict";
/* The page's only script: the day's slider, sorting, filtering, and links into closed details.
   Texts are set as text, never as HTML; the page is whole without it. */
(function () {
  var data = JSON.parse(document.getElementById("lfl-data").textContent);
  var SVG = "http://www.w3.org/2000/svg", THIN = "\u202f";
  function by(id) { return document.getElementById(id); }
  function make(tag, text, klass) {
    var e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (klass) e.className = klass;
    return e;
  }
  function count(v) { return String(Math.round(v)).replace(/\B(?=(\d{3})+$)/g, THIN); }
  function percent(v) {
    var p = Math.round(v * 100);
    return (v > 0 && p < 1 ? "under 1" : v < 1 && p > 99 ? "over 99" : p) + THIN + "%";
  }
  function unroll(runs) {
    var list = [];
    for (var i = 0; i < runs.length; i += 2) for (var n = 0; n < runs[i + 1]; n++) list.push(runs[i]);
    return list;
  }
  data.places.forEach(function (p) {
    p.q = unroll(p.q);
    Object.keys(p.s).forEach(function (key) { p.s[key] = unroll(p.s[key]); });
    Object.keys(p.a).forEach(function (key) { p.a[key] = unroll(p.a[key]); });
  });

  /* the tier that is shown: a need, or all, without a survival tier has the minimum only */
  function shownTier(need, tier) {
    function has(t) {
      return data.needs.some(function (name, n) { return (need < 0 || n === need) && data.places.some(function (p) { return p.s[n * 2 + t]; }); });
    }
    return tier === 0 && !has(0) && has(1) ? 1 : tier;
  }

  /* share served and its need: of one need, or the least of all; null: no figures */
  function state(p, k, need, tier) {
    var found = null;
    data.needs.forEach(function (name, n) {
      var served = p.s[n * 2 + tier], people = p.a[n] ? p.a[n][k] : p.q[k];
      if ((need >= 0 && n !== need) || !served || served[k] < 0 || !(people > 0)) return;
      var share = served[k] / people;
      if (!found || share < found.share) found = { share: share, served: served[k], people: people, need: n };
    });
    return found;
  }
  function colour(s) {
    if (!s) return "cx";
    var u = 1 - s.share;
    return u < 0.05 ? "c0" : u < 0.25 ? "c1" : u < 0.5 ? "c2" : u < 0.75 ? "c3" : "c4";
  }

  var map = by("map-day"), slider = by("day");
  function arcs(list, klass, day, most, what) {
    list.forEach(function (a) {
      if (a[0] !== day) return;
      var from = data.at[a[1]], to = data.at[a[2]];
      if (!from || !to) return;
      var dx = to[0] - from[0], dy = to[1] - from[1];
      var path = document.createElementNS(SVG, "path");
      path.setAttribute("class", "arc " + klass);
      path.setAttribute("d", "M" + from[0] + " " + from[1] + "Q" + (from[0] + dx / 2 - dy * 0.18) + " " + (from[1] + dy / 2 + dx * 0.18) + " " + to[0] + " " + to[1]);
      path.setAttribute("stroke-width", String(0.8 + 5 * Math.sqrt(a[3] / most)));
      var title = document.createElementNS(SVG, "title");
      title.textContent = data.names[a[1]] + " to " + data.names[a[2]] + ": " + count(a[3]) + " " + what;
      path.appendChild(title);
      by("arcs").appendChild(path);
    });
  }
  function largest(list) { return list.reduce(function (m, a) { return Math.max(m, a[3]); }, 1); }
  var mostMoved = largest(data.moves), mostTrips = largest(data.trips);

  function readout(k, need, tier) {
    var box = by("readout"), rows = [], served = 0, people = 0;
    data.places.forEach(function (p) {
      var s = state(p, k, need, tier);
      if (!s) return;
      people += s.people;
      served += s.served;
      if (s.share < 1) rows.push({ name: data.names[p.i], s: s });
    });
    rows.sort(function (a, b) { return b.s.people - b.s.served - (a.s.people - a.s.served); });
    box.textContent = "";
    box.appendChild(make("h3", data.days[k]));
    box.appendChild(make("p", count(served) + " of " + count(people) + " people in need served at the " + (tier ? "minimum" : "survival") + " tier" +
      (need < 0 ? ", each place counted in the worst of the needs planned at that tier." : " with " + data.needs[need] + ".")));
    function total(list, what) {
      if (list.some(function (v) { return v > 0; })) box.appendChild(make("p", count(list[k]) + " " + what + ", on this day" + (data.isCut ? ", as far as this copy tells." : "."), "fine"));
    }
    total(data.moved, "people moved, by departure");
    total(data.loaded, "trips loaded");
    if (!rows.length) return;
    var table = make("table"), head = make("tr"), body = make("tbody"), top = make("thead");
    table.appendChild(make("caption", "Most people without"));
    ["Place", "Need", "Served", "In need"].forEach(function (text, i) {
      var th = make("th", text, i > 1 ? "num" : "");
      th.scope = "col";
      head.appendChild(th);
    });
    top.appendChild(head);
    table.appendChild(top);
    table.appendChild(body);
    rows.slice(0, 10).forEach(function (row) {
      var tr = make("tr"), th = make("th");
      th.scope = "row";
      th.appendChild(make("bdi", row.name));
      tr.appendChild(th);
      tr.appendChild(make("td", data.needs[row.s.need]));
      tr.appendChild(make("td", count(row.s.served) + " (" + percent(row.s.share) + ")", "num"));
      tr.appendChild(make("td", count(row.s.people), "num"));
      body.appendChild(tr);
    });
    var scroll = make("div", undefined, "scroll");
    scroll.appendChild(table);
    box.appendChild(scroll);
  }

  function show() {
    var k = Number(slider.value), need = Number(by("need").value), tier = shownTier(need, Number(by("tier").value)), day = data.dayNumbers[k];
    document.querySelectorAll("#days .legend .tier").forEach(function (t) { t.textContent = tier ? "minimum" : "survival"; });
    document.querySelectorAll("#days .legend .worst").forEach(function (t) { t.hidden = need >= 0; });
    by("day-out").textContent = data.days[k];
    slider.setAttribute("aria-valuetext", data.days[k]);
    var states = {};
    data.places.forEach(function (p) { states[p.i] = state(p, k, need, tier); });
    if (map) {
      map.querySelectorAll(".a[data-p]").forEach(function (shape) {
        var i = shape.getAttribute("data-p"), s = states[i];
        if (!(i in states)) return;
        shape.setAttribute("class", "a " + colour(s));
        var title = shape.querySelector("title");
        title.textContent = data.names[i] + (s ? ": " + data.needs[s.need] + ", " + count(s.served) + " of " + count(s.people) + " in need served (" + percent(s.share) + ")" : "");
      });
      map.querySelector(":scope > title").textContent = "Map of places by the share of people in need without service, " + data.days[k];
      map.querySelectorAll(".labels .why").forEach(function (t) { t.textContent = ""; });
      by("arcs").textContent = "";
      if (by("show-trips") && by("show-trips").checked) arcs(data.trips, "trip", day, mostTrips, "loaded trips");
      if (by("show-moves") && by("show-moves").checked) arcs(data.moves, "move", day, mostMoved, "people");
    }
    document.querySelectorAll("#days .now").forEach(function (line) {
      var x0 = Number(line.getAttribute("data-x0")), x1 = Number(line.getAttribute("data-x1"));
      var x = x0 + (x1 - x0) * (data.nDays > 1 ? day / (data.nDays - 1) : 0);
      line.setAttribute("transform", "translate(" + (x - x0) + " 0)");
      line.classList.add("on");
    });
    readout(k, need, tier);
  }

  if (slider) {
    by("controls").hidden = false;
    by("readout").hidden = false;
    by("controls").addEventListener("submit", function (e) { e.preventDefault(); });
    ["day", "need", "tier", "show-moves", "show-trips"].forEach(function (id) {
      if (by(id)) by(id).addEventListener("input", show);
    });
    var timer = 0, play = by("play");
    function stop() {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Play";
      play.setAttribute("aria-pressed", "false");
      by("readout").setAttribute("aria-live", "polite");
    }
    play.addEventListener("click", function () {
      if (timer) return stop();
      if (Number(slider.value) >= Number(slider.max)) slider.value = 0;
      play.textContent = "Pause";
      play.setAttribute("aria-pressed", "true");
      by("readout").setAttribute("aria-live", "off");
      timer = setInterval(function () {
        if (Number(slider.value) >= Number(slider.max)) return stop();
        slider.value = Number(slider.value) + 1;
        show();
      }, Math.max(60, Math.min(500, 12000 / data.days.length)));
    });
    slider.addEventListener("pointerdown", function () { if (timer) stop(); });
    show();
  }

  /* --- tables ---------------------------------------------------------------------- */
  function value(row, i) {
    var cell = row.cells[i], v = cell ? cell.getAttribute("data-v") : null;
    return v !== null ? Number(v) : cell ? cell.textContent.trim() : "";
  }
  var order = new Intl.Collator("en", { numeric: true });
  document.querySelectorAll("table.sort").forEach(function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (th, i) {
      var button = make("button");
      button.type = "button";
      while (th.firstChild) button.appendChild(th.firstChild);
      th.appendChild(button);
      button.addEventListener("click", function () {
        var down = th.getAttribute("aria-sort") === "ascending" || (!th.hasAttribute("aria-sort") && th.classList.contains("num"));
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.slice.call(table.tBodies[0].rows);
        rows.map(function (row, at) { return { row: row, at: at, v: value(row, i) }; })
          .sort(function (a, b) {
            var c = typeof a.v === "number" && typeof b.v === "number" ? a.v - b.v : order.compare(String(a.v), String(b.v));
            return (down ? -c : c) || a.at - b.at;
          })
          .forEach(function (one) { table.tBodies[0].appendChild(one.row); });
      });
    });
  });
  var filter = by("filter");
  if (filter) {
    filter.closest(".filter").hidden = false;
    filter.addEventListener("input", function () {
      var word = filter.value.trim().toLowerCase(), shown = 0, all = 0;
      document.querySelectorAll("#sectors tbody tr").forEach(function (row) {
        var hit = !word || row.textContent.toLowerCase().indexOf(word) >= 0;
        row.hidden = !hit;
        all++;
        if (hit) shown++;
      });
      by("filter-out").textContent = word ? shown + " of " + all + " rows" : "";
    });
  }

  /* tables wider than the page scroll by keyboard, too */
  document.querySelectorAll(".scroll").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth + 1) {
      var caption = box.querySelector("caption");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", caption ? caption.textContent : box.querySelector("svg.map") ? "Map" : "Table");
    }
  });

  /* paper opens nothing: entered tables and notes are printed, but for tables of many rows, which stay with their title */
  var MANY_ROWS = 200, opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (d) {
      if (d.querySelectorAll("tr").length > MANY_ROWS) return;
      d.open = true;
      opened.push(d);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (d) { d.open = false; });
    opened = [];
  });

  /* a link into closed details opens them */
  function reveal() {
    var target = location.hash.length > 1 ? by(decodeURIComponent(location.hash.slice(1))) : null;
    if (!target) return;
    for (var e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();
})();
