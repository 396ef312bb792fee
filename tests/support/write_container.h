/* Raw tables written into a container through GDAL, as people's software would. */
#ifndef LFL_TESTS_WRITE_CONTAINER_H
#define LFL_TESTS_WRITE_CONTAINER_H
#include <gdal.h>
#include <stdbool.h>

#include "model/tables.h"

/* One table as a layer without geometry; is_typed: columns of numbers and dates as such, else
 * all of it text. False if GDAL refuses. */
bool write_layer(GDALDatasetH dataset, const lfl_table *table, bool is_typed);

/* All tables into a new file of the driver ("XLSX", "ODS", "GPKG"). */
bool write_container(const char *driver, const char *path, const lfl_tables *tables, bool is_typed);

#endif
