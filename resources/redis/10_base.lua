#!lua name=saikobi
-- LIBRARY_VERSION = 1
