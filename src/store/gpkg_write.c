/* plan.gpkg: one file to hand over, re-open and verify. Written through GDAL/OGR:
 *
 * - scenario_<table>: the raw tables as read, all columns text, geometry where they had one;
 * - plan_<table>: the plan's tables (plan_tables.c), numbers exact;
 * - map_places, map_links: for a look in a GIS, not read back;
 * - lifeline_metadata: key and value (format, version, audience, stopped, name ...).
 *
 * The same plan gives the same bytes: GeoPackage's only time stamp is set to a fixed date.
 * O(cells). Limits: names of raw columns that SQLite takes for equal get a number behind.
 * Tests: tests/unit/test_store.c. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <string.h>

#include "store/digest.h"
#include "store/parts.h"
#include "store/seal.h"

typedef struct writer {
  const store_context *c;
  lfl_arena *arena;
  GDALDatasetH dataset;
  OGRSpatialReferenceH wgs84;
  bool failed;       /* of a library or the disk */
  bool no_memory;
  char reason[200];  /* the first */
} writer;

static void CPL_STDCALL hear(CPLErr severity, CPLErrorNum number, const char *message) {
  (void)number;
  writer *w = CPLGetErrorHandlerUserData();
  if (severity < CE_Failure || !w) return;
  if (!w->failed) snprintf(w->reason, sizeof w->reason, "%s", message);
  w->failed = true;
}

static OGRLayerH make_layer(writer *w, const char *name, OGRwkbGeometryType geometry) {
  static const char *const options[] = {"FID=lfl_fid", "GEOMETRY_NAME=lfl_geom", "SPATIAL_INDEX=NO", "ASPATIAL_VARIANT=GPKG_ATTRIBUTES", NULL};
  OGRLayerH layer = GDALDatasetCreateLayer(w->dataset, name, geometry == wkbNone ? NULL : w->wgs84, geometry, (char **)(size_t)options);
  if (!layer) w->failed = true;
  return layer;
}

static void make_field(writer *w, OGRLayerH layer, const char *name, OGRFieldType type) {
  OGRFieldDefnH field = OGR_Fld_Create(name, type);
  if (!field || OGR_L_CreateField(layer, field, false) != OGRERR_NONE) w->failed = true;
  if (field) OGR_Fld_Destroy(field);
}

static void set_text(writer *w, OGRFeatureH feature, int field, const char *text) {
  const char *clean = store_clean(w->arena, text, true);
  if (clean) OGR_F_SetFieldString(feature, field, clean);
  else if (text) w->no_memory = true;
}

static void add_feature(writer *w, OGRLayerH layer, OGRFeatureH feature) {
  if (OGR_L_CreateFeature(layer, feature) != OGRERR_NONE) w->failed = true;
  OGR_F_Destroy(feature);
}

/* ---- the scenario as read ------------------------------------------------------------------------ */

static bool is_taken(const char *const *names, int n, const char *name) {
  if (EQUAL(name, "lfl_fid") || EQUAL(name, "lfl_geom")) return true;
  for (int i = 0; i < n; i++)
    if (EQUAL(names[i], name)) return true;
  return false;
}

static const char *column_name(writer *w, const char *const *names, int n, const char *raw) {
  const char *base = raw && *raw ? store_clean(w->arena, raw, false) : lfl_arena_printf(w->arena, "column_%d", n + 1);
  const char *name = base;
  for (int k = 2; name && is_taken(names, n, name); k++) name = lfl_arena_printf(w->arena, "%s_%d", base, k);
  return name;
}

static void write_raw(writer *w, const lfl_table *table) {
  char *layer_name = lfl_arena_printf(w->arena, "scenario_%s", table->name);
  const char **names = lfl_arena_new(w->arena, (size_t)table->n_columns, const char *);
  if (!layer_name || !names) {
    w->no_memory = true;
    return;
  }
  OGRLayerH layer = make_layer(w, layer_name, table->wkt ? wkbUnknown : wkbNone);
  for (int k = 0; k < table->n_columns && layer; k++) {
    names[k] = column_name(w, names, k, table->columns[k]);
    if (!names[k]) {
      w->no_memory = true;
      return;
    }
    make_field(w, layer, names[k], OFTString);
  }
  if (w->failed) return;
  for (int i = 0; i < table->n_rows && !w->failed && !w->no_memory; i++) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature) {
      w->no_memory = true;
      return;
    }
    for (int k = 0; k < table->n_columns; k++) {
      set_text(w, feature, k, table->cells[i][k]);
    }
    if (table->wkt && table->wkt[i]) {
      char *wkt = (char *)(size_t)table->wkt[i];
      OGRGeometryH geometry = NULL;
      if (OGR_G_CreateFromWkt(&wkt, w->wgs84, &geometry) == OGRERR_NONE) OGR_F_SetGeometryDirectly(feature, geometry);
    }
    add_feature(w, layer, feature);
  }
}

/* ---- the plan --------------------------------------------------------------------------------------- */

static void write_table(writer *w, const store_table *table) {
  static const OGRFieldType types[] = {[STORE_TEXT] = OFTString, [STORE_INT] = OFTInteger, [STORE_REAL] = OFTReal, [STORE_EXACT] = OFTReal, [STORE_DATE] = OFTDate};
  char *name = lfl_arena_printf(w->arena, "plan_%s", table->name);
  OGRLayerH layer = name ? make_layer(w, name, wkbNone) : NULL;
  if (!name) w->no_memory = true;
  for (int k = 0; k < table->n_columns && layer; k++) make_field(w, layer, table->columns[k].name, types[table->columns[k].type]);
  int n = layer ? table->count(w->c) : 0;
  for (int i = 0; i < n && !w->failed && !w->no_memory; i++) {
    store_row row;
    store_table_fill(table, w->c, i, &row);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature) {
      w->no_memory = true;
      return;
    }
    for (int k = 0; k < table->n_columns; k++) {
      const store_cell *cell = &row.cells[k];
      store_type type = table->columns[k].type;
      if ((type == STORE_TEXT || type == STORE_DATE) && cell->text) set_text(w, feature, k, cell->text);
      else if (type == STORE_INT && !isnan(cell->number)) OGR_F_SetFieldInteger(feature, k, (int)cell->number);
      else if ((type == STORE_REAL || type == STORE_EXACT) && !isnan(cell->number)) OGR_F_SetFieldDouble(feature, k, cell->number);
    }
    add_feature(w, layer, feature);
  }
}

static void add_metadata(writer *w, OGRLayerH layer, const char *key, const char *value) {
  OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  if (!feature) {
    w->no_memory = true;
    return;
  }
  OGR_F_SetFieldString(feature, 0, key);
  if (value) set_text(w, feature, 1, value);
  add_feature(w, layer, feature);
}

static void write_metadata(writer *w) {
  static const char *const audiences[] = {"public", "partners", "restricted"};
  const store_context *c = w->c;
  OGRLayerH layer = make_layer(w, "lifeline_metadata", wkbNone);
  if (!layer) return;
  make_field(w, layer, "key", OFTString);
  make_field(w, layer, "value", OFTString);
  if (w->failed) return;
  bool is_public = c->audience == LFL_PUBLIC, is_cut = is_public || c->plan->is_cut;
  add_metadata(w, layer, "format", STORE_FORMAT);
  add_metadata(w, layer, "version", c->plan->version);
  add_metadata(w, layer, "name", c->s->tables->name);
  add_metadata(w, layer, "audience", audiences[c->audience]);
  add_metadata(w, layer, "stopped", c->plan->stopped);
  add_metadata(w, layer, "binding_sought", c->plan->is_binding_sought ? "1" : NULL);
  add_metadata(w, layer, "is_whole", is_cut ? "0" : "1");
  add_metadata(w, layer, "note",
               is_cut && !is_public ? "a copy for partners without the rows marked restricted, so it cannot be verified; the copy for the restricted can"
               : is_public ? "a public copy: the scenario and all decisions are left out, so it cannot be verified; a whole copy can"
                           : "lifeline verify works out again what docs/PROOFS.md of Lifeline lists; what takes solving is held to rules or to its digest");
}

/* ---- for a look in a GIS -------------------------------------------------------------------------------- */

static OGRGeometryH place_geometry(writer *w, int place_i) {
  const lfl_place *place = &w->c->s->places[place_i];
  const lfl_table *raw = lfl_tables_find(w->c->s->tables, "places");
  const char *text = lfl_table_get(raw, place->origin.row_i, "geometry_wkt");
  if (!text && raw && raw->wkt && place->origin.row_i >= 0 && place->origin.row_i < raw->n_rows) text = raw->wkt[place->origin.row_i];
  OGRGeometryH geometry = NULL;
  char *wkt = (char *)(size_t)text;
  if (text && OGR_G_CreateFromWkt(&wkt, w->wgs84, &geometry) == OGRERR_NONE) return geometry;
  if (isnan(place->lat_deg) || isnan(place->lon_deg)) return NULL;
  geometry = OGR_G_CreateGeometry(wkbPoint);
  OGR_G_SetPoint_2D(geometry, 0, place->lon_deg, place->lat_deg);
  return geometry;
}

/* Unserved survival person-days of each place over the days told. */
static void write_map_places(writer *w) {
  const store_context *c = w->c;
  OGRLayerH layer = make_layer(w, "map_places", wkbUnknown);
  double *asked = lfl_arena_new(w->arena, (size_t)c->s->n_places, double);
  double *served = lfl_arena_new(w->arena, (size_t)c->s->n_places, double);
  if (!asked || !served) w->no_memory = true;
  if (!layer || w->no_memory) return;
  static const char *const texts[] = {"place_id", "name", "kind"};
  static const char *const numbers[] = {"people", "survival_person_days", "unserved_person_days", "unserved_share"};
  for (int k = 0; k < 3; k++) make_field(w, layer, texts[k], OFTString);
  for (int k = 0; k < 4; k++) make_field(w, layer, numbers[k], OFTReal);
  for (int k = 0; k < c->plan->n_service; k++) {
    const lfl_service_row *row = &c->plan->service[k];
    if (row->tier != LFL_SURVIVAL || row->place_i < 0 || row->place_i >= c->s->n_places) continue;
    asked[row->place_i] += row->people;
    served[row->place_i] += row->served_people;
  }
  for (int i = 0; i < c->s->n_places && !w->failed; i++) {
    if (!store_tells_of_place(c, i)) continue;
    const lfl_place *place = &c->s->places[i];
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature) {
      w->no_memory = true;
      return;
    }
    set_text(w, feature, 0, place->id);
    set_text(w, feature, 1, place->name);
    OGR_F_SetFieldString(feature, 2, lfl_place_kind_name(place->kind));
    if (c->audience != LFL_PUBLIC) OGR_F_SetFieldDouble(feature, 3, place->people); /* could be a few */
    if (asked[i] > 0) {
      OGR_F_SetFieldDouble(feature, 4, asked[i]);
      OGR_F_SetFieldDouble(feature, 5, asked[i] - served[i]);
      OGR_F_SetFieldDouble(feature, 6, (asked[i] - served[i]) / asked[i]);
    }
    if (store_may_see_place(c, i)) OGR_F_SetGeometryDirectly(feature, place_geometry(w, i));
    add_feature(w, layer, feature);
  }
}

/* Trips and people over each link, both directions, as straight lines between its ends. */
static void write_map_links(writer *w) {
  const store_context *c = w->c;
  OGRLayerH layer = make_layer(w, "map_links", wkbLineString);
  double *trips = lfl_arena_new(w->arena, (size_t)c->s->n_links, double);
  double *people = lfl_arena_new(w->arena, (size_t)c->s->n_links, double);
  if (!trips || !people) w->no_memory = true;
  if (!layer || w->no_memory) return;
  static const char *const texts[] = {"link_id", "from_id", "to_id"};
  static const char *const numbers[] = {"length_km", "loaded_trips", "people_moved"};
  for (int k = 0; k < 3; k++) make_field(w, layer, texts[k], OFTString);
  for (int k = 0; k < 3; k++) make_field(w, layer, numbers[k], OFTReal);
  const lfl_plan *plan = c->plan;
  for (int k = 0; k < plan->n_deliveries + plan->n_movements; k++) {
    bool is_move = k >= plan->n_deliveries;
    const lfl_movement_row *move = is_move ? &plan->movements[k - plan->n_deliveries] : NULL;
    int way_i = move ? move->way_i : plan->deliveries[k].way_i;
    if (way_i < 0 || way_i >= plan->n_ways) continue;
    for (int step = 0; step < plan->ways[way_i].n_links; step++) {
      int link_i = plan->ways[way_i].link_i[step];
      if (link_i < 0 || link_i >= c->s->n_links) continue;
      trips[link_i] += move ? move->trips : plan->deliveries[k].trips;
      people[link_i] += move ? move->people : 0;
    }
  }
  for (int k = 0; k < plan->n_referrals; k++) {
    int way_i = plan->referrals[k].way_i;
    for (int step = 0; way_i >= 0 && way_i < plan->n_ways && step < plan->ways[way_i].n_links; step++) {
      int link_i = plan->ways[way_i].link_i[step];
      if (link_i >= 0 && link_i < c->s->n_links) trips[link_i] += plan->referrals[k].trips;
    }
  }
  for (int i = 0; i < c->s->n_links && !w->failed; i++) {
    const lfl_link *link = &c->s->links[i];
    const lfl_place *from = &c->s->places[link->from_i], *to = &c->s->places[link->to_i];
    if (c->audience == LFL_PUBLIC) break; /* roads and their loads are no public matter */
    bool may_draw = store_may_see_place(c, link->from_i) && store_may_see_place(c, link->to_i);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    if (!feature) {
      w->no_memory = true;
      return;
    }
    set_text(w, feature, 0, link->id);
    set_text(w, feature, 1, from->id);
    set_text(w, feature, 2, to->id);
    OGR_F_SetFieldDouble(feature, 3, link->length_km);
    OGR_F_SetFieldDouble(feature, 4, trips[i]);
    OGR_F_SetFieldDouble(feature, 5, people[i]);
    if (may_draw && !isnan(from->lat_deg + from->lon_deg + to->lat_deg + to->lon_deg)) {
      OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString);
      OGR_G_AddPoint_2D(line, from->lon_deg, from->lat_deg);
      OGR_G_AddPoint_2D(line, to->lon_deg, to->lat_deg);
      OGR_F_SetGeometryDirectly(feature, line);
    }
    add_feature(w, layer, feature);
  }
}

/* ---- the file ---------------------------------------------------------------------------------------------- */

/* A row for the digest of every table, and of the file, to be filled in when all is written. */
static void write_digest_rows(writer *w) {
  const char *const *tables;
  int n;
  OGRLayerH layer = GDALDatasetGetLayerByName(w->dataset, "lifeline_metadata");
  if (!layer || !store_digest_list(w->dataset, w->arena, &tables, &n)) {
    w->no_memory = true;
    return;
  }
  for (int k = 0; k < n && !w->failed && !w->no_memory; k++) {
    char *key = lfl_arena_printf(w->arena, "digest %s", tables[k]);
    if (key) add_metadata(w, layer, key, STORE_NO_DIGEST);
    else w->no_memory = true;
  }
  if (w->failed || w->no_memory) return;
  add_metadata(w, layer, STORE_SEAL, STORE_NO_DIGEST);
  add_metadata(w, layer, STORE_SEAL_DIGEST, STORE_NO_DIGEST);
}

static void fill_digests(writer *w, const char *path) {
  static const char *const drivers[] = {"GPKG", NULL};
  GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_UPDATE, drivers, NULL, NULL);
  if (!dataset) w->failed = true;
  else if (GDALDatasetStartTransaction(dataset, false) != OGRERR_NONE) w->failed = true;
  else if (!store_digest_fill(dataset, w->arena)) w->no_memory = true;
  else if (GDALDatasetCommitTransaction(dataset) != OGRERR_NONE) w->failed = true;
  if (dataset) GDALClose(dataset);
  if (!w->failed && !w->no_memory && !store_seal(path)) w->failed = true;
}

static void write_layers(writer *w, const lfl_tables *raw) {
  w->wgs84 = OSRNewSpatialReference(NULL);
  if (!w->wgs84 || OSRImportFromEPSG(w->wgs84, 4326) != OGRERR_NONE) w->failed = true;
  if (w->wgs84) OSRSetAxisMappingStrategy(w->wgs84, OAMS_TRADITIONAL_GIS_ORDER);
  if (!w->failed && GDALDatasetStartTransaction(w->dataset, false) != OGRERR_NONE) w->failed = true;
  if (!w->failed) write_metadata(w);
  for (int t = 0; t < raw->n_tables && !w->failed && !w->no_memory; t++) write_raw(w, &raw->tables[t]);
  for (int t = 0; t < store_n_tables() && !w->failed && !w->no_memory; t++) write_table(w, store_table_at(t));
  for (int t = 0; w->c->plan->comparison && t < store_n_compare_tables() && !w->failed && !w->no_memory; t++) write_table(w, store_compare_table(t));
  if (!w->failed && !w->no_memory) write_map_places(w);
  if (!w->failed && !w->no_memory) write_map_links(w);
  if (!w->failed && !w->no_memory) write_digest_rows(w);
  if (!w->failed && !w->no_memory && GDALDatasetCommitTransaction(w->dataset) != OGRERR_NONE) w->failed = true;
}

lfl_status store_write_gpkg(const store_context *c, const char *path, lfl_diags *problems) {
  writer w = {.c = c, .arena = c->arena};
  lfl_tables *raw = NULL;
  lfl_status status = store_mask_tables(c->s, c->audience, &raw);
  if (status != LFL_OK) return status;
  GDALAllRegister();
  CPLPushErrorHandlerEx(hear, &w);
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
  CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF"); /* flushed once, at the end */
  CPLSetThreadLocalConfigOption("OGR_SQLITE_JOURNAL", "MEMORY");
  GDALDriverH driver = GDALGetDriverByName("GPKG");
  static const char *const options[] = {"ADD_GPKG_OGR_CONTENTS=NO", "METADATA_TABLES=NO", NULL};
  w.dataset = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, (char **)(size_t)options) : NULL;
  if (!w.dataset) w.failed = true;
  else {
    write_layers(&w, raw);
    GDALClose(w.dataset); /* says in 3.6 only through the handler whether it failed */
    if (!w.failed && !w.no_memory) fill_digests(&w, path);
  }
  if (w.wgs84) OSRRelease(w.wgs84);
  CPLSetThreadLocalConfigOption("OGR_SQLITE_JOURNAL", NULL);
  CPLSetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", NULL);
  CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
  CPLPopErrorHandler();
  lfl_tables_destroy(raw);
  if (w.failed) store_complain(problems, "cannot-write", path, *w.reason ? w.reason : "a GeoPackage that can be written");
  if (w.no_memory) return LFL_ERR_MEMORY;
  return w.failed ? LFL_ERR_IO : store_flush(path, problems);
}
