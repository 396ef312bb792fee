/* Pricing of slow ways: trips that arrive on a later day than quicker ones and are dearer, where the later day is
 * worth more (people whose place is ready only then; goods for which there is room again).
 *
 * Method: when nothing else helps any more, each label of a search stands for the slow ways to its place, too: none is
 * cheaper. Only where a way as cheap as that, arriving on a later day, would help is one looked for
 * (net/slow.h). Where quicker ways are closed on that day, the slow one is the quickest of those that people may arrive by.
 * Stocks keep, so that goods are worth more on a later day only where storage is short: nearly always there is nothing to do.
 * O(fleets * days * origins * (search + labels)), and a slow search where it may help.
 * Tests: tests/unit/test_verdicts.c (seeds), test_slow_ways.c. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/pricer.h"

static void price_trip(pricer *p, int fleet_i, int day, int from_i, const lfl_label *label, int way_i) {
  if (lfl_moves_people(p->m->s->fleets[fleet_i].vehicle)) pricer_price_move(p, fleet_i, day, from_i, label, way_i);
  else pricer_price_load(p, fleet_i, day, from_i, label, way_i);
}

/* If a way as cheap as the label's that arrives on the later day would help: offers one that does, as far as there is one. */
static bool price_later(pricer *p, int fleet_i, const lfl_search_options *o, lfl_label label, int arrive) {
  lfl_master *m = p->m;
  const double DAY_H = m->s->fleets[fleet_i].hours_per_day, ROUNDED_DAYS = 1e-9; /* as lfl_travel_days */
  int days = arrive - o->day, found;
  p->is_probing = true;
  p->probed = 0;
  label.hours = days * DAY_H;
  price_trip(p, fleet_i, o->day, o->from_i, &label, LFL_NO);
  p->is_probing = false;
  if (!(p->probed < 0)) return true;
  lfl_slow_question q = {o, label.place_i, (days - ROUNDED_DAYS) * DAY_H, (days + 1 - ROUNDED_DAYS) * DAY_H, label.price - p->probed, p->is_link_limited, p->is_place_limited};
  if (!lfl_search_slow_way(m->graph, &q, &p->slow, &m->search, &found)) return false;
  if (found < 0) return true;
  label = m->search.labels[found];
  if (lfl_travel_days(label.hours, &m->s->fleets[fleet_i]) == days) price_trip(p, fleet_i, o->day, o->from_i, &label, pending_way(found));
  return true;
}

/* Labels of the last search to where a later arrival may be worth more. Goods: any later day; people: `arrive`. */
static bool price_labels_later(pricer *p, int fleet_i, const lfl_search_options *o, int arrive, int last) {
  const lfl_master *m = p->m;
  bool is_move = lfl_moves_people(m->s->fleets[fleet_i].vehicle), is_fine = true;
  for (int k = 1; is_fine && k < m->search.n_kept; k++) {
    lfl_label label = m->search.labels[m->search.kept[k]];
    int soonest = o->day + lfl_travel_days(label.hours, &m->s->fleets[fleet_i]);
    if (label.place_i == o->from_i || soonest >= last || (is_move && !m->s->places[label.place_i].is_host)) continue;
    if (is_move && soonest < arrive) is_fine = price_later(p, fleet_i, o, label, arrive);
    for (int later = soonest + 1; is_fine && !is_move && later <= last && p->rises[at_day(m, label.place_i, soonest)]; later++)
      is_fine = price_later(p, fleet_i, o, label, later);
  }
  return is_fine && pricer_settle(p, o->from_i);
}

/* Journeys by the labels that are there on the day itself: price_origin_people comes to no day beyond what it has found. */
static void price_quickest(pricer *p, int fleet_i, const lfl_search_options *o, int arrive) {
  const lfl_master *m = p->m;
  for (int k = 1; k < m->search.n_kept; k++) {
    const lfl_label *label = &m->search.labels[m->search.kept[k]];
    if (label->place_i == o->from_i || !m->s->places[label->place_i].is_host || o->day + lfl_travel_days(label->hours, &m->s->fleets[fleet_i]) != arrive) continue;
    price_trip(p, fleet_i, o->day, o->from_i, label, pending_way(m->search.kept[k]));
  }
}

/* The day on which the last label of the last search is there. */
static int last_arrival(const lfl_master *m, int fleet_i, int day) {
  int n = m->search.n_kept;
  return day + (n > 1 ? lfl_travel_days(m->search.labels[m->search.kept[n - 1]].hours, &m->s->fleets[fleet_i]) : 0);
}

static bool price_origin_later(pricer *p, int fleet_i, int day, int from_i) {
  const lfl_master *m = p->m;
  bool is_move = lfl_moves_people(m->s->fleets[fleet_i].vehicle);
  int last = day + lfl_travel_days(p->slowest_h, &m->s->fleets[fleet_i]);
  if (last > m->T - 1) last = m->T - 1;
  if (!is_move) {
    lfl_search_options o = pricer_search_options(p, from_i, day, day, false);
    if (m->s->fleets[fleet_i].vehicle == LFL_TANKER && !has_water_to_draw(m, from_i, day)) return true;
    return lfl_search_ways(m->graph, &o, &p->m->search) && price_labels_later(p, fleet_i, &o, 0, last);
  }
  int first = p->is_later_worth_more ? day + 1 : p->reopens[day], looked_to = day; /* the last day that price_origin_people comes to */
  for (int arrive = day, searched = -1; first <= last && arrive <= last; arrive++) {
    lfl_search_options o = pricer_search_options(p, from_i, day, arrive, false);
    if (searched != p->same_from[arrive] && !lfl_search_ways(m->graph, &o, &p->m->search)) return false;
    searched = p->same_from[arrive];
    if (arrive <= looked_to && last_arrival(m, fleet_i, day) > looked_to) looked_to = last_arrival(m, fleet_i, day);
    if (arrive < first) continue;
    if (arrive > looked_to) price_quickest(p, fleet_i, &o, arrive);
    if (!price_labels_later(p, fleet_i, &o, arrive, last + 1)) return false;
  }
  return true;
}

static void find_rises(pricer *p) {
  const lfl_master *m = p->m;
  for (int i = 0; i < m->s->n_places; i++)
    for (int k = 0; k < m->s->n_items; k++) {
      double most_later = -(double)INFINITY;
      for (int day = m->T - 1; day >= 0; day--) {
        int row = m->row_stock[at_item(m, i, k, day)];
        if (row < 0) continue;
        if (most_later > price(p, row) + 1e-9) p->rises[at_day(m, i, day)] = true;
        most_later = fmax(most_later, price(p, row));
      }
    }
}

/* Every place of a way is left or reached by at most two of its links, each shared by two places. */
static double slowest_way_h(const lfl_scenario *s) {
  double sum = 0;
  for (int i = 0; i < s->n_places; i++) {
    double first = 0, second = 0;
    for (int l = 0; l < s->n_links; l++) {
      double hours = s->links[l].length_km / s->links[l].speed_km_per_h;
      if (s->links[l].from_i != i && s->links[l].to_i != i) continue;
      if (hours > first) second = first, first = hours;
      else second = fmax(second, hours);
    }
    sum += (first + second) / 2;
  }
  return sum;
}

static bool is_alike(const lfl_scenario *s, int day, int other) {
  for (int i = 0; i < s->n_places; i++)
    if ((s->place_access[lfl_at(s, i, day)] == LFL_CLOSED) != (s->place_access[lfl_at(s, i, other)] == LFL_CLOSED)) return false;
  for (int l = 0; l < s->n_links; l++)
    if ((s->link_access[lfl_at(s, l, day)] == LFL_CLOSED) != (s->link_access[lfl_at(s, l, other)] == LFL_CLOSED)) return false;
  return true;
}

static void note_reopening(int *reopens, int day, int again) {
  for (; day >= 0; day--)
    if (again < reopens[day]) reopens[day] = again;
}

/* Into reopens[day]: the first day by which something that closed behind the day is open again (T: nothing is), or a place that was at
 * risk is so no more. A quick way may arrive on a day on which nobody may, a slow one beyond it. */
static void find_reopenings(const lfl_scenario *s, int *reopens) {
  for (int day = 0; day < s->n_days; day++) reopens[day] = s->n_days;
  for (int again = 1; again < s->n_days; again++) {
    for (int i = 0; i < s->n_places; i++) {
      if (s->at_risk_from[lfl_at(s, i, again - 1)] && !s->at_risk_from[lfl_at(s, i, again)]) note_reopening(reopens, again - 1, again);
      if (s->place_access[lfl_at(s, i, again - 1)] == LFL_CLOSED && s->place_access[lfl_at(s, i, again)] != LFL_CLOSED) note_reopening(reopens, again - 2, again);
    }
    for (int l = 0; l < s->n_links; l++)
      if (s->link_access[lfl_at(s, l, again - 1)] == LFL_CLOSED && s->link_access[lfl_at(s, l, again)] != LFL_CLOSED) note_reopening(reopens, again - 2, again);
  }
}

/* Is there a place where any item, or a person, is worth more on a later day than on one before? */
static bool may_slow_help(const pricer *p, bool is_move) {
  const lfl_master *m = p->m;
  for (int i = 0; i < m->s->n_places; i++)
    for (int day = 0; day < m->T; day++) {
      if (!is_move && p->rises[at_day(m, i, day)]) return true;
      int row = m->row_received[at_day(m, i, day)];
      if (!is_move || !day || row < 0 || m->receive_from[i] >= m->T) continue;
      if (m->receive_from[i] >= day || price(p, row) > price(p, m->row_received[at_day(m, i, day - 1)]) + 1e-9) return true;
    }
  return false;
}

static void find_limited(pricer *p, int day) {
  const lfl_scenario *s = p->m->s;
  memset(p->is_place_limited, 0, (size_t)s->n_places * sizeof *p->is_place_limited);
  for (int l = 0; l < s->n_links; l++) p->is_link_limited[l] = s->links[l].vehicles_per_day < (double)INFINITY;
  for (int k = 0; k < s->n_permissions; k++) {
    if (!lfl_permission_holds(&s->permissions[k], day)) continue;
    bool *is_limited = s->permissions[k].subject == LFL_SUBJECT_PLACE ? p->is_place_limited : p->is_link_limited;
    is_limited[s->permissions[k].subject_i] = true;
  }
}

/* What is asked of the calendar and the roads alone. False without memory; slow_ways_end() frees it. */
static bool begin_slow_ways(pricer *p) {
  const lfl_scenario *s = p->m->s;
  p->slowest_h = slowest_way_h(s);
  p->is_link_limited = lfl_calloc((size_t)s->n_links + 1, sizeof *p->is_link_limited);
  p->is_place_limited = lfl_calloc((size_t)s->n_places + 1, sizeof *p->is_place_limited);
  p->reopens = lfl_calloc((size_t)s->n_days + 1, sizeof *p->reopens);
  if (!p->is_link_limited || !p->is_place_limited || !p->reopens) return false;
  find_reopenings(s, p->reopens);
  return true;
}

void slow_ways_end(pricer *p) {
  lfl_slow_search_clear(&p->slow);
  lfl_free(p->is_link_limited);
  lfl_free(p->is_place_limited);
  lfl_free(p->reopens);
}

static bool look_at_slow_ways(pricer *p, double *slack) {
  lfl_master *m = p->m;
  const lfl_scenario *s = m->s;
  bool is_fine = begin_slow_ways(p);
  p->same_from = lfl_calloc((size_t)m->T + 1, sizeof *p->same_from);
  p->rises = lfl_calloc((size_t)s->n_places * (size_t)m->T + 1, sizeof *p->rises);
  if (!is_fine || !p->same_from || !p->rises) return false;
  for (int day = 1; day < m->T; day++) p->same_from[day] = is_alike(s, day - 1, day) ? p->same_from[day - 1] : day;
  find_rises(p);
  for (int f = 0; is_fine && f < s->n_fleets; f++) {
    if (s->fleets[f].vehicle == LFL_AMBULANCE) continue; /* patients are there on the same day */
    bool is_move = lfl_moves_people(s->fleets[f].vehicle);
    p->is_later_worth_more = may_slow_help(p, is_move);
    if (p->slowest_h < s->fleets[f].hours_per_day || !(p->is_later_worth_more || (is_move && p->reopens[0] < m->T))) continue;
    for (int day = 0; is_fine && day < m->T; day++) {
      if (!(s->fleet_vehicles[lfl_at(s, f, day)] > 0)) continue;
      pricer_find_money_prices(p, f, day, is_move);
      find_limited(p, day);
      pricer_forget_best(p);
      for (int k = 0; is_fine && k < p->n_money_prices; k++) {
        p->money_price = p->money_prices[k];
        pricer_price_network(p, f, day, is_move);
        is_fine = pricer_price_origins(p, f, day, is_move, price_origin_later);
      }
      is_fine = is_fine && pricer_add_best(p);
      if (p->least_for_vehicle < 0) *slack -= p->least_for_vehicle * pricer_most_of(m, f, day);
    }
  }
  return is_fine;
}

bool price_slow_ways(pricer *p, double *slack) {
  bool is_fine = look_at_slow_ways(p, slack);
  slow_ways_end(p);
  lfl_free(p->same_from);
  lfl_free(p->rises);
  return is_fine;
}

static bool find_slow_arrivals_on(pricer *p, int from_i, int day, int arrive, const lfl_fleet *fleet, int *first) {
  lfl_master *m = p->m;
  const double ROUNDED_DAYS = 1e-9; /* as lfl_travel_days */
  lfl_search_options o = pricer_search_options(p, from_i, day, arrive, false);
  if (!lfl_search_ways(m->graph, &o, &m->search)) return false;
  for (int k = 1, n = m->search.n_kept; k < n; k++) {
    const lfl_label label = m->search.labels[m->search.kept[k]];
    int days = arrive - day, to = label.place_i, found;
    if (to == from_i || lfl_travel_days(label.hours, fleet) > days || m->receive_from[to] > arrive || first[to] <= arrive) continue;
    if (lfl_travel_days(label.hours, fleet) == days) { /* quicker ones are closed by then */
      first[to] = arrive;
      continue;
    }
    lfl_slow_question q = {&o, to, (days - ROUNDED_DAYS) * fleet->hours_per_day, (days + 1 - ROUNDED_DAYS) * fleet->hours_per_day, (double)INFINITY, p->is_link_limited, p->is_place_limited};
    if (!lfl_search_slow_way(m->graph, &q, &p->slow, &m->search, &found)) return false;
    if (found >= 0 && lfl_travel_days(m->search.labels[found].hours, fleet) == days) first[to] = arrive;
  }
  return true;
}

static bool may_come_sooner(const lfl_master *m, int arrive, const int *first) {
  for (int i = 0; i < m->s->n_places; i++)
    if (m->receive_from[i] <= arrive && arrive < first[i]) return true;
  return false;
}

bool find_slow_arrivals(pricer *p, int from_i, int day, const lfl_fleet *fleet, int *first) {
  if (!p->reopens && !begin_slow_ways(p)) return false;
  int last = day + lfl_travel_days(p->slowest_h, fleet);
  for (int arrive = p->reopens[day]; arrive <= last && arrive < p->m->T; arrive++)
    if (may_come_sooner(p->m, arrive, first) && !find_slow_arrivals_on(p, from_i, day, arrive, fleet, first)) return false;
  return true;
}
