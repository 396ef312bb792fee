/* Raw tables written into a container through GDAL. O(cells). */
#include "write_container.h"

#include <cpl_vsi.h>
#include <ogr_api.h>
#include <stdlib.h>
#include <string.h>

static bool is_number(const char *text) {
  char *end;
  strtod(text, &end);
  return *end == 0 && end != text && strcmp(text, "inf") != 0;
}

static bool is_date(const char *text) { return strlen(text) == 10 && text[4] == '-' && text[7] == '-'; }

/* What people's software makes of a column: numbers, dates or text. */
static OGRFieldType type_of(const lfl_table *t, int column) {
  bool numbers = true, dates = true, is_blank = true;
  for (int i = 0; i < t->n_rows; i++) {
    const char *v = t->cells[i][column];
    if (!v) continue;
    is_blank = false;
    numbers = numbers && is_number(v);
    dates = dates && is_date(v);
  }
  return is_blank ? OFTString : numbers ? OFTReal : dates ? OFTDate : OFTString;
}

bool write_layer(GDALDatasetH dataset, const lfl_table *t, bool is_typed) {
  OGRLayerH layer = GDALDatasetCreateLayer(dataset, t->name, NULL, wkbNone, NULL);
  bool is_fine = layer != NULL;
  for (int c = 0; is_fine && c < t->n_columns; c++) {
    OGRFieldDefnH field = OGR_Fld_Create(t->columns[c], is_typed ? type_of(t, c) : OFTString);
    is_fine = OGR_L_CreateField(layer, field, TRUE) == OGRERR_NONE;
    OGR_Fld_Destroy(field);
  }
  for (int i = 0; is_fine && i < t->n_rows; i++) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    for (int c = 0; c < t->n_columns; c++)
      if (t->cells[i][c]) OGR_F_SetFieldString(feature, c, t->cells[i][c]);
    is_fine = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
    OGR_F_Destroy(feature);
  }
  return is_fine;
}

bool write_container(const char *driver, const char *path, const lfl_tables *tables, bool is_typed) {
  VSIUnlink(path);
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
  bool is_fine = dataset != NULL;
  for (int i = 0; is_fine && i < tables->n_tables; i++) is_fine = write_layer(dataset, &tables->tables[i], is_typed);
  if (dataset) GDALClose(dataset);
  return is_fine;
}
