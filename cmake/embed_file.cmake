# Writes OUT: the bytes of IN as a C array named lfl_embed_NAME, ended by a NUL that is not counted.
file(READ ${IN} hex HEX)
string(LENGTH "${hex}" n)
math(EXPR n "${n} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(....................................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUT} "#include <stddef.h>
extern const unsigned char lfl_embed_${NAME}[];
extern const size_t lfl_embed_${NAME}_len;
const unsigned char lfl_embed_${NAME}[] = {
${bytes}0};
const size_t lfl_embed_${NAME}_len = ${n};
")
