/* What `lifeline new --like` fills in: settings, goods, vehicles and building typical of a kind of
 * emergency. Every row is an assumption to be replaced and says so in its source; figures of
 * goods are those of standards/items.csv (a test compares them), numbers of vehicles and workers
 * are round starting points and nothing more. Places and supplies are never filled in: nobody
 * but the user knows them. Tests: tests/unit/test_template.c. */
#include "store/template.h"

#include <stddef.h>
#include <string.h>

enum {
  E = PRESET_EARTHQUAKE,
  I = PRESET_INFLUX,
  S = PRESET_SIEGE,
  F = PRESET_FLOOD,
  ALL = E | I | S | F
};

static const struct {
  const char *name, *note;
} PRESETS[] = {
    {"earthquake", "Earthquake: many homes gone at once, roads partly blocked, people near the ruins. First thirty days."},
    {"influx", "Influx: people arriving over weeks at a border; sites are opened for them. First ninety days."},
    {"siege", "Siege or closed area: few crossings, permissions, convoys; everything rests on what is let in. First thirty days."},
    {"flood", "Flood: people on high ground, roads cut for days, homes that can be gone back to. First thirty days."},
};

static const preset_row ROWS[] = {
    {E, "scenario", "key=title|value=Earthquake: first plan"},
    {I, "scenario", "key=title|value=Influx: first plan"},
    {S, "scenario", "key=title|value=Closed area: first plan"},
    {F, "scenario", "key=title|value=Flood: first plan"},
    {E | S | F, "scenario", "key=n_days|value=30|unit=days"},
    {I, "scenario", "key=n_days|value=90|unit=days"},

    {ALL, "items", "item_id=general_ration|name=general food ration, one person-day|need=food|mass_kg=0.555|volume_m3=0.00085|people_served=1|duration_days=1"},
    {ALL, "items", "item_id=iehk_2017|name=interagency emergency health kit, complete|need=medicine|mass_kg=1250|volume_m3=7.15|people_served=10000|duration_days=90"},
    {ALL, "items", "item_id=hygiene_kit|name=hygiene and dignity kit|need=hygiene|mass_kg=5.61|volume_m3=0.0262|people_served=5|duration_days=30"},
    {E | I | S, "items", "item_id=family_tent|name=family tent, 16 m2 and vestibules (about 23 m2)|need=shelter|mass_kg=55|volume_m3=0.282|people_served=5"},
    {E | F, "items", "item_id=tarpaulin|name=tarpaulin 4 x 6 m|need=shelter|mass_kg=4.16|volume_m3=0.00943|people_served=2.5"},
    {E | F, "items", "item_id=shelter_toolkit|name=shelter tool kit|need=shelter|mass_kg=10.42|volume_m3=0.02819|people_served=5"},
    {E | I | F, "items", "item_id=blanket|name=blanket|need=household|mass_kg=1.5|volume_m3=0.01|people_served=1"},
    {I | F, "items", "item_id=kitchen_set|name=kitchen set|need=household|mass_kg=4.99|volume_m3=0.01763|people_served=5"},
    {F, "items", "item_id=water_container|name=collapsible water container|need=household|mass_kg=0.17|volume_m3=0.0021|people_served=2.5"},
    {S, "items", "item_id=fuel|name=diesel, one litre|need=fuel|mass_kg=0.84|volume_m3=0.001"},

    {E | I, "fleets", "fleet_id=TRUCK|vehicle=truck|n_vehicles=20|payload_kg=20000|volume_m3=55|hours_per_day=8|load_unload_h=4|cost_per_km=2.5"},
    {S, "fleets", "fleet_id=TRUCK|vehicle=truck|n_vehicles=30|payload_kg=20000|volume_m3=55|hours_per_day=6|load_unload_h=4|cost_per_km=4"},
    {F, "fleets", "fleet_id=TRUCK|vehicle=truck|n_vehicles=20|payload_kg=3500|volume_m3=20|hours_per_day=8|load_unload_h=3|cost_per_km=2.5"},
    {ALL, "fleets", "fleet_id=TANKER|vehicle=tanker|n_vehicles=5|payload_kg=15000|volume_m3=15|hours_per_day=8|load_unload_h=3|cost_per_km=2.5"},
    {I | F, "fleets", "fleet_id=BUS|vehicle=bus|n_vehicles=10|seats=42|hours_per_day=8|load_unload_h=1|cost_per_km=1.5"},
    {I | F, "fleets", "fleet_id=ABUS|vehicle=accessible_bus|n_vehicles=2|seats=10|hours_per_day=8|load_unload_h=1|cost_per_km=1.5"},

    {ALL, "crews", "crew_id=BUILD|n_workers=50|wage_per_worker_day=10"},
    {E | I | S, "construction", "construction_id=tent|capacity=shelter|people_per_unit=5|worker_days_per_unit=1.1|m2_per_unit=25|crew_id=BUILD|cost_per_unit=0|settle_days=0"},
    {E | F, "construction", "construction_id=emergency_shelter|capacity=shelter|people_per_unit=5|worker_days_per_unit=1|m2_per_unit=20|crew_id=BUILD|cost_per_unit=0|settle_days=0"},
    {ALL, "construction", "construction_id=latrine|capacity=toilet|people_per_unit=20|worker_days_per_unit=4|m2_per_unit=10|crew_id=BUILD|cost_per_unit=300|settle_days=1"},
    {E | I | S, "construction_items", "construction_id=tent|item_id=family_tent|units_per_unit=1"},
    {E | F, "construction_items", "construction_id=emergency_shelter|item_id=tarpaulin|units_per_unit=2"},
    {E | F, "construction_items", "construction_id=emergency_shelter|item_id=shelter_toolkit|units_per_unit=1"},

    {ALL, "targets", "target_id=all-survival|kind=served|tier=survival|by_day=13"},
    {E | I | F, "targets", "target_id=all-shelter|kind=served|need=shelter|tier=minimum|by_day=29"},
    {S, "targets", "target_id=all-food|kind=served|need=food|tier=minimum|by_day=13"},
};

int preset_find(const char *name) {
  if (!name) return PRESET_NONE;
  for (size_t i = 0; i < sizeof PRESETS / sizeof PRESETS[0]; i++)
    if (strcmp(PRESETS[i].name, name) == 0) return 1 << i;
  return -1;
}

const char *preset_name(int i) { return i >= 0 && i < (int)(sizeof PRESETS / sizeof PRESETS[0]) ? PRESETS[i].name : NULL; }

const char *preset_name_of(int which) {
  for (size_t i = 0; i < sizeof PRESETS / sizeof PRESETS[0]; i++)
    if (which == 1 << i) return PRESETS[i].name;
  return NULL;
}

const char *preset_note(int which) {
  for (size_t i = 0; i < sizeof PRESETS / sizeof PRESETS[0]; i++)
    if (which == 1 << i) return PRESETS[i].note;
  return NULL;
}

int preset_n_rows(void) { return (int)(sizeof ROWS / sizeof ROWS[0]); }
const preset_row *preset_row_at(int i) { return &ROWS[i]; }
