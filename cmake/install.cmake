# Library, headers and pkg-config file, so that a C program finds liblifeline.
install(TARGETS lifeline_lib LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET lifeline)
  install(TARGETS lifeline RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
# The public headers; those that only their own stage uses stay here.
foreach(header base/status.h base/status.def base/arena.h base/buf.h base/diag.h model/tables.h model/schema.h model/scenario.h
    model/plan.h model/needs.h model/comparison.h model/layer.h model/fuel.h model/redact.h ingest/ingest.h
    engine/engine.h engine/compare.h check/verify.h proof/proof.h report/report.h store/store.h store/cut.h import/import.h)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES src/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/lifeline/${folder})
endforeach()
install(FILES cmake/lifeline.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/lifeline)
# from the pkg-config file back to the prefix, so that an installed tree can be moved
file(RELATIVE_PATH LIFELINE_UP /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/lifeline.pc.in lifeline.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/lifeline.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
