# Library, headers and pkg-config file, so that a C program finds liblifeline.
install(TARGETS lifeline_lib LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
if(TARGET lifeline)
  install(TARGETS lifeline RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
