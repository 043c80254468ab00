-- Paid orders, told by the instance that finished them: ARGV after the epoch are passes, by place or by
-- place:member. Telling again changes nothing.
do
    local MAX_PAID = 256

    redis.register_function{ function_name = 'saikobi_order_paid', flags = { 'allow-oom' },
        callback = function(keys, args)
            local line = open_line(keys, args)
            if not line then return lost() end
            if #args - 1 > MAX_PAID then return redis.error_reply('TOOMANY passes in one call') end
            pace(line)
            for i = 2, #args do note_paid(line, args[i]) end
            save_line(line)
            return #args - 1
        end }
end
