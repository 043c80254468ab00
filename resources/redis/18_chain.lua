-- The public record: lines that nobody can change afterwards without changing all that follow. Once a
-- second `t,issued,serving,passes,phase,rate,HASH` (t in ms, phase by name), and between them, where
-- something happened that a reader of the record must know, `t,KIND,…,HASH`:
--   t,commitment,C,HASH         the commitment of the draw reached this store
--   t,epoch,E,PREVIOUS,HASH     the store was given back; the record goes on behind line PREVIOUS
-- HASH = SHA-256(hash of the line before as 64 hex digits .. this line up to the last comma, without
-- it), in 64 hex digits; before the first line of a run stands
-- SHA-256('saikobi-chain-v1' 0x00 .. u8 length of sale .. sale .. u16be run).
local CHAIN = {}
TEXT[#TEXT + 1], TEXT[#TEXT + 2], TEXT[#TEXT + 3] = 'chain', 'chain_more', 'chain_commitment'
WHOLE[#WHOLE + 1] = 'chain_s'

do
local LABEL = 'saikobi-chain-v1\0'
local MORE_LIMIT = 16384 -- bytes that may wait for a tick: above any loop of lost epochs

-- The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
local ROUND = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 }

-- The 64 words of one block, the first 16 as they stand in `text` at `from`.
local function sha_words(text, from)
    local ror, rshift, bxor, tobit = bit.ror, bit.rshift, bit.bxor, bit.tobit
    local w = {}
    for i = 1, 16 do
        local a, b, c, d = text:byte(from + 4 * i - 4, from + 4 * i - 1)
        w[i] = a * 16777216 + b * 65536 + c * 256 + d
    end
    for i = 17, 64 do
        local x, y = w[i - 15], w[i - 2]
        w[i] = tobit(w[i - 16] + w[i - 7] + bxor(ror(x, 7), ror(x, 18), rshift(x, 3))
            + bxor(ror(y, 17), ror(y, 19), rshift(y, 10)))
    end
    return w
end

local function sha_block(h, text, from)
    local ror, band, bxor, bnot, tobit = bit.ror, bit.band, bit.bxor, bit.bnot, bit.tobit
    local w = sha_words(text, from)
    local a, b, c, d, e, f, g, k = unpack(h)
    for i = 1, 64 do
        local one = k + bxor(ror(e, 6), ror(e, 11), ror(e, 25)) + bxor(band(e, f), band(bnot(e), g))
            + ROUND[i] + w[i]
        local two = bxor(ror(a, 2), ror(a, 13), ror(a, 22)) + bxor(band(a, b), band(a, c), band(b, c))
        k, g, f, e, d, c, b, a = g, f, e, tobit(d + one), c, b, a, tobit(one + two)
    end
    for i, value in ipairs({ a, b, c, d, e, f, g, k }) do h[i] = tobit(h[i] + value) end
end

-- SHA-256 in 64 hex digits: redis.sha1hex is all that the server offers.
function CHAIN.sha256(text)
    local bits = #text * 8
    local h = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
        0x5be0cd19 }
    local padded = text .. '\128' .. string.rep('\0', (55 - #text) % 64)
        .. string.rep('\0', 4) .. string.char(math.floor(bits / 16777216) % 256,
            math.floor(bits / 65536) % 256, math.floor(bits / 256) % 256, bits % 256)
    for from = 1, #padded, 64 do sha_block(h, padded, from) end
    for i = 1, 8 do h[i] = bit.tohex(h[i]) end
    return table.concat(h)
end

local function is_hash(text)
    return type(text) == 'string' and #text == 64 and not text:find('[^0-9a-f]')
end

local function genesis(q)
    return CHAIN.sha256(LABEL .. string.char(#q.sale) .. q.sale
        .. string.char(math.floor(q.run / 256) % 256, q.run % 256))
end

-- Adds a line to the record. It waits in `chain_more` for the next tick, which carries it out.
local function add(line, ...)
    local q = line.q
    local text = table.concat({ whole_text(to_ms(line.t)), ... }, ',')
    if q.chain == '' then q.chain = genesis(q) end
    q.chain = CHAIN.sha256(q.chain .. text)
    if #q.chain_more > MORE_LIMIT then return end -- a gap, visible to every reader
    q.chain_more = q.chain_more .. text .. ',' .. q.chain .. '\n'
end

-- One line a second. A clock that was set back writes none until it has caught up: the record never
-- goes back in time.
function CHAIN.second(line)
    local q, second = line.q, math.floor(line.t / 1000000)
    if second <= q.chain_s then return end
    q.chain_s = second
    add(line, whole_text(q.issued), whole_text(q.serving), whole_text(q.passes), q.phase,
        whole_text(q.rate))
end

-- What an instance knows about the draw, once a run.
function CHAIN.commitment(line, commitment)
    local q = line.q
    if q.chain_commitment ~= '' or not is_hash(commitment) then return end
    q.chain_commitment = commitment
    add(line, 'commitment', commitment)
end

-- The store was given back. `head` is the newest line that Postgres knows, from second `at_ms` on.
function CHAIN.epoch(line, head, at_ms)
    local q = line.q
    if is_hash(head) and (q.chain == '' or (tonumber(at_ms) or 0) > q.chain_s * 1000 + 999) then
        q.chain, q.chain_more = head, ''
    end
    if q.chain == '' then q.chain = genesis(q) end
    add(line, 'epoch', whole_text(q.epoch), q.chain)
end

-- What an older state of the same run still knew of the record.
function CHAIN.keep(q, old)
    for _, name in ipairs({ 'chain', 'chain_more', 'chain_commitment', 'chain_s' }) do q[name] = old[name] end
end

-- The lines that wait, as a JSON array, and nothing waits any more.
function CHAIN.take(q)
    local out = {}
    for text in q.chain_more:gmatch('[^\n]+') do out[#out + 1] = '"' .. text .. '"' end
    q.chain_more = ''
    return '[' .. table.concat(out, ',') .. ']'
end
end
