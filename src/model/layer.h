/* What is laid over a scenario's tables: one assumption set, or a part of it. */
#ifndef LFL_MODEL_LAYER_H
#define LFL_MODEL_LAYER_H

typedef struct lfl_layer {
  const char *set_id;
  const char *topic;  /* only what belongs to this topic; NULL: all of the set */
  int delay_days;     /* an option starts so much later */
} lfl_layer;

#endif
