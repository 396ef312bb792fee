/* Funds, classes and periods of money (see money.h). */
#include "engine/money.h"

#include <string.h>

bool funds_hold(const fund_set *set, const fund_set *part) {
  for (int k = 0; k < MOST_FUNDS / 64; k++)
    if (part->bits[k] & ~set->bits[k]) return false;
  return true;
}

static void join(fund_set *to, const fund_set *more) {
  for (int k = 0; k < MOST_FUNDS / 64; k++) to->bits[k] |= more->bits[k];
}

static void cut(fund_set *to, const fund_set *with) {
  for (int k = 0; k < MOST_FUNDS / 64; k++) to->bits[k] &= with->bits[k];
}

static void put_in(fund_set *set, int fund) { set->bits[fund / 64] |= (uint64_t)1 << (fund % 64); }

static bool can_pay(const lfl_scenario *s, const lfl_pledge *p) { return p->counted && p->from_day < s->n_days; }

/* Funds in the order of their first pledge; fund 0 is that without earmark. */
static bool find_funds(money_model *m, lfl_arena *arena) {
  const lfl_scenario *s = m->s;
  m->fund_of = lfl_arena_new(arena, (size_t)s->n_pledges, int);
  m->first_pledge = lfl_arena_new(arena, (size_t)s->n_pledges + 1, int);
  if (!m->fund_of || !m->first_pledge) return false;
  m->first_pledge[0] = -1;
  m->n_funds = 1;
  for (int k = 0; k < s->n_pledges; k++) {
    const lfl_pledge *p = &s->pledges[k];
    m->fund_of[k] = -1;
    if (!p->counted) continue;
    int fund = p->earmark == LFL_EARMARK_NONE ? 0 : 1;
    while (fund > 0 && fund < m->n_funds && !lfl_same_earmark(p, &s->pledges[m->first_pledge[fund]])) fund++;
    if (fund == m->n_funds) {
      if (m->n_funds == MOST_FUNDS) continue; /* ingest refuses so many */
      m->first_pledge[m->n_funds++] = k;
    }
    if (fund == 0 && m->first_pledge[0] < 0) m->first_pledge[0] = k;
    m->fund_of[k] = fund;
  }
  return true;
}

static bool find_periods(money_model *m, lfl_arena *arena, const int *extra_days, int n_extra_days) {
  const lfl_scenario *s = m->s;
  bool *begins = lfl_arena_new(arena, (size_t)s->n_days + 1, bool);
  m->period_of = lfl_arena_new(arena, (size_t)s->n_days + 1, int);
  m->first_day = lfl_arena_new(arena, (size_t)s->n_days + 1, int);
  if (!begins || !m->period_of || !m->first_day) return false;
  begins[0] = true;
  for (int k = 0; k < s->n_pledges; k++)
    if (can_pay(s, &s->pledges[k])) begins[s->pledges[k].from_day] = true;
  for (int k = 0; k < n_extra_days; k++)
    if (extra_days[k] >= 0 && extra_days[k] < s->n_days) begins[extra_days[k]] = true;
  for (int day = 0; day < s->n_days; day++) {
    if (begins[day]) m->first_day[m->n_periods++] = day;
    m->period_of[day] = m->n_periods - 1;
  }
  m->come = lfl_arena_new(arena, (size_t)m->n_funds * (size_t)m->n_periods, double);
  if (!m->come) return false;
  for (int k = 0; k < s->n_pledges; k++)
    if (can_pay(s, &s->pledges[k]) && m->fund_of[k] >= 0) m->come[m->fund_of[k] * m->n_periods + m->period_of[s->pledges[k].from_day]] += s->pledges[k].amount;
  return true;
}

/* The parts of who may pay that depend on the place, on the goods, and on neither. */
static bool find_parts(money_model *m, lfl_arena *arena) {
  const lfl_scenario *s = m->s;
  m->at_place = lfl_arena_new(arena, (size_t)s->n_places, fund_set);
  m->of_goods = lfl_arena_new(arena, (size_t)s->n_items, fund_set);
  if (!m->at_place || !m->of_goods) return false;
  put_in(&m->any, 0);
  for (int f = 1; f < m->n_funds; f++) {
    const lfl_pledge *p = &s->pledges[m->first_pledge[f]];
    if (p->earmark == LFL_EARMARK_PLACE) {
      for (int i = 0; i < s->n_places; i++)
        if (lfl_place_is_within(s, i, p->earmark_i)) put_in(&m->at_place[i], f);
      continue;
    }
    for (int i = 0; i < s->n_items; i++) {
      lfl_cost cost = {LFL_LINE_SUPPLIES, lfl_item_cost_need(&s->items[i]), -1, i};
      if (lfl_pledge_covers(s, p, &cost)) put_in(&m->of_goods[i], f);
    }
    if (p->earmark == LFL_EARMARK_SECTOR && strcmp(p->earmark_id, LFL_SECTOR_LOGISTICS) == 0) put_in(&m->any, f);
    if (p->earmark == LFL_EARMARK_SECTOR && strcmp(p->earmark_id, LFL_SECTOR_MOVEMENT) == 0) put_in(&m->of_people, f);
  }
  return true;
}

fund_set money_payers(const money_model *m, const lfl_cost *cost) {
  fund_set set = {{0}};
  put_in(&set, 0);
  for (int f = 1; f < m->n_funds; f++)
    if (lfl_pledge_covers(m->s, &m->s->pledges[m->first_pledge[f]], cost)) put_in(&set, f);
  return set;
}

fund_set money_payers_of_load(const money_model *m, int to_i, const int *item_i, int n) {
  fund_set set = {{0}};
  for (int k = 0; k < n; k++) {
    if (k == 0) set = m->of_goods[item_i[k]];
    else cut(&set, &m->of_goods[item_i[k]]);
  }
  join(&set, &m->any);
  join(&set, &m->at_place[to_i]);
  return set;
}

int money_class(const money_model *m, const fund_set *payers) {
  for (int k = 0; k < m->n_classes; k++)
    if (memcmp(&m->classes[k], payers, sizeof *payers) == 0) return k;
  return -1;
}

int money_class_of(const money_model *m, const lfl_cost *cost) {
  if (!m->n_classes) return -1;
  fund_set payers = money_payers(m, cost);
  return money_class(m, &payers);
}

int money_class_of_load(const money_model *m, int to_i, const int item_i[2]) {
  if (!m->n_classes) return -1;
  fund_set payers = money_payers_of_load(m, to_i, item_i, item_i[1] >= 0 ? 2 : 1);
  return money_class(m, &payers);
}

bool money_lets_carry(const money_model *m, int class_i, int to_i, int item_i) {
  if (class_i < 0) return true;
  fund_set payers = money_payers_of_load(m, to_i, &item_i, 1);
  return funds_hold(&payers, &m->classes[class_i]);
}

bool money_has_come(const money_model *m, int fund, int day) {
  for (int q = 0; q <= m->period_of[day]; q++)
    if (m->come[fund * m->n_periods + q] > 0) return true;
  return false;
}

/* ---- classes: every set of funds that some cost has ---- */

typedef struct set_list {
  fund_set *sets;
  int n, capacity;
  lfl_arena *arena;
  bool failed;
} set_list;

static void add_set(set_list *list, const fund_set *set) {
  for (int k = 0; k < list->n; k++)
    if (memcmp(&list->sets[k], set, sizeof *set) == 0) return;
  if (list->n == list->capacity) {
    int capacity = list->capacity ? 2 * list->capacity : 32;
    fund_set *sets = lfl_arena_new(list->arena, (size_t)capacity, fund_set);
    if (!sets) {
      list->failed = true;
      return;
    }
    if (list->n) memcpy(sets, list->sets, (size_t)list->n * sizeof *sets);
    list->sets = sets;
    list->capacity = capacity;
  }
  list->sets[list->n++] = *set;
}

/* What one or two items on board leave of the funds for goods, and what funds for places there are. */
static void find_combinations(const money_model *m, set_list *goods, set_list *places) {
  const lfl_scenario *s = m->s;
  for (int i = 0; i < s->n_items; i++)
    for (int j = 0; j <= i; j++) {
      fund_set both = m->of_goods[i];
      cut(&both, &m->of_goods[j]);
      add_set(goods, &both);
    }
  add_set(goods, &m->of_people);
  for (int i = 0; i < s->n_places; i++)
    if (!s->places[i].is_group) add_set(places, &m->at_place[i]);
}

static bool find_classes(money_model *m, lfl_arena *arena) {
  const lfl_scenario *s = m->s;
  set_list goods = {.arena = arena}, places = {.arena = arena}, all = {.arena = arena};
  find_combinations(m, &goods, &places);
  for (int i = 0; i < goods.n; i++)
    for (int j = 0; j < places.n; j++) {
      fund_set set = m->any;
      join(&set, &goods.sets[i]);
      join(&set, &places.sets[j]);
      add_set(&all, &set);
    }
  for (int k = 0; k < s->n_supplies; k++) {
    lfl_cost cost = {LFL_LINE_SUPPLIES, lfl_item_cost_need(&s->items[s->supplies[k].item_i]), s->supplies[k].place_i, s->supplies[k].item_i};
    fund_set set = money_payers(m, &cost);
    if (s->supplies[k].unit_price > 0) add_set(&all, &set);
  }
  for (int i = 0; i < s->n_places; i++)
    for (int c = 0; s->places[i].is_host && c < s->n_constructions; c++) {
      lfl_cost cost = {LFL_LINE_CONSTRUCTION, lfl_capacity_name(s->constructions[c].capacity), i, -1};
      fund_set set = money_payers(m, &cost);
      add_set(&all, &set);
    }
  for (int k = 0; k < s->n_projects; k++) {
    lfl_cost cost = lfl_cost_of_repair(s, k, LFL_LINE_REPAIRS);
    fund_set set = money_payers(m, &cost);
    add_set(&all, &set);
  }
  for (int f = 0; f < s->n_facilities; f++) {
    if (!s->facilities[f].n_refer) continue;
    lfl_cost cost = lfl_cost_of_referral(s, f);
    fund_set set = money_payers(m, &cost);
    add_set(&all, &set);
  }
  m->classes = all.sets;
  m->n_classes = all.n;
  return !goods.failed && !places.failed && !all.failed;
}

money_model *money_create(const lfl_scenario *s, lfl_arena *arena, const int *extra_days, int n_extra_days) {
  money_model *m = lfl_arena_new(arena, 1, money_model);
  if (!m) return NULL;
  m->s = s;
  bool is_fine = find_funds(m, arena) && find_periods(m, arena, extra_days, n_extra_days) && find_parts(m, arena) && (!s->has_pledges || find_classes(m, arena));
  return is_fine ? m : NULL;
}

const char *money_fund_key(const money_model *m, int fund, lfl_arena *arena) {
  return m->first_pledge[fund] < 0 ? "none" : lfl_earmark_key(&m->s->pledges[m->first_pledge[fund]], arena);
}

const char *money_fund_words(const money_model *m, int fund, lfl_arena *arena) {
  return fund == 0 ? "not earmarked" : lfl_earmark_words(m->s, &m->s->pledges[m->first_pledge[fund]], arena);
}
