redis.register_function{ function_name = 'saikobi_version', flags = { 'no-writes', 'allow-stale' },
    callback = function() return LIBRARY_VERSION end }
