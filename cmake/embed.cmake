# lifeline_embed(OUT files...): for each file, a C array lfl_embed_<name> and its length
# lfl_embed_<name>_len, where <name> is the file name with every other character as '_'.
# The prototypes are in base/embed.h.
function(lifeline_embed out)
  set(sources)
  foreach(file ${ARGN})
    get_filename_component(base ${file} NAME)
    string(MAKE_C_IDENTIFIER ${base} name)
    set(c ${CMAKE_BINARY_DIR}/embed/${name}.c)
    add_custom_command(OUTPUT ${c}
      COMMAND ${CMAKE_COMMAND} -DIN=${file} -DOUT=${c} -DNAME=${name} -P ${CMAKE_SOURCE_DIR}/cmake/embed_file.cmake
      DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed_file.cmake VERBATIM)
    list(APPEND sources ${c})
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()
