redis.register_function{ function_name = 'saikobi_version', callback = function() return 1 end, flags = { 'no-writes', 'allow-stale' } }
