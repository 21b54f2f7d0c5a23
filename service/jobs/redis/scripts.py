"""Lua for the Redis store. Redis runs each script atomically.

    job:ID        hash   the job
    docs:ID       hash   position -> payload, until there is a result
    fresh:ID      list   positions that were never claimed
    attempts:ID   hash   position -> number of claims
    tokens:ID     hash   position -> token of the claim's holder
    results:ID    list   "position:failed:finished:" and the content
    keys          hash   owner NUL idempotency key -> ID
    turns         zset   jobs with fresh documents; the lowest score is next (round robin)
    leases        zset   "ID:position" by the end of its lease
    suspects      list   "ID:position" whose holders have died, for the isolated process
    apart         list   "ID:position" of quarantined jobs, for the isolated process
    suspected:ID  set    positions of the job that are suspect, waiting or being tried
    room          hash   the size of all jobs; see `StoreUsage`
    running       set    jobs that have not ended
    receiving     zset   jobs that are being uploaded, by the time of their last part
    ended         zset   jobs by their expiry
    owned:OWNER   zset   "created:ID" of the owner's complete jobs, in lexicographic order

The first argument is the time, or empty for the server's own; KEYS[1] is the prefix of all keys.
Scripts that free memory or end a claim run even if Redis has reached its memory limit.
"""

from __future__ import annotations

from service.jobs.capacity import ERROR_BYTES, FIRST_RATIO, MEMORY, WEIGHT

JOB, DOCUMENT, RESULT = 2000, 300, 150  # bytes of memory beside their content

_HEAD = f"""
local JOB, DOCUMENT, RESULT = {JOB}, {DOCUMENT}, {RESULT}
local ERROR, RATIO, WEIGHT, MEMORY = {ERROR_BYTES}, {FIRST_RATIO}, {WEIGHT}, {MEMORY}
"""
_HEAD += """
local P = KEYS[1]
local now = tonumber(ARGV[1])
if not now then
    local t = redis.call('TIME')
    now = tonumber(t[1]) + tonumber(t[2]) / 1e6
end
local function text(seconds) return string.format('%.6f', seconds) end
local function job(id, field) return redis.call('HGET', P .. 'job:' .. id, field) end
local function set(id, ...) redis.call('HSET', P .. 'job:' .. id, ...) end
local function sort_key(id)
    return string.format('%017.6f:%s', tonumber(job(id, 'created') or 0), id)
end
local function edge(command)
    local found = redis.call(command, P .. 'turns', 0, 0, 'WITHSCORES')
    return tonumber(found[2] or 0)
end
-- Counts the size of a job. Jobs that an older version has made are not counted.
local function hold(id, held, waiting, bytes)
    if not job(id, 'held') then return end
    for name, by in pairs({held = held, waiting = waiting, waiting_bytes = bytes}) do
        if by ~= 0 then
            redis.call('HINCRBY', P .. 'job:' .. id, name, by)
            redis.call('HINCRBY', P .. 'room', name, by)
        end
    end
end
local function drop_documents(id)
    local waiting = tonumber(job(id, 'waiting') or 0)
    local bytes = tonumber(job(id, 'waiting_bytes') or 0)
    hold(id, -bytes - waiting * DOCUMENT, -waiting, -bytes)
    for _, part in ipairs({'docs:', 'fresh:', 'attempts:', 'tokens:', 'suspected:'}) do
        redis.call('UNLINK', P .. part .. id)
    end
end
local function forget(id)
    drop_documents(id)
    hold(id, -tonumber(job(id, 'held') or 0), 0, 0)
    local key = job(id, 'key')
    if key and redis.call('HGET', P .. 'keys', key) == id then
        redis.call('HDEL', P .. 'keys', key)
    end
    redis.call('ZREM', P .. 'receiving', id)
    redis.call('ZREM', P .. 'ended', id)
    redis.call('ZREM', P .. 'owned:' .. (job(id, 'owner') or ''), sort_key(id))
    redis.call('UNLINK', P .. 'job:' .. id, P .. 'results:' .. id)
end
local function room(field) return tonumber(redis.call('HGET', P .. 'room', field) or 0) end
-- StoreUsage.takes_documents
local function takes_documents(most, size, count)
    if most == '' then return true end
    local ratio = (RATIO * WEIGHT + room('results')) / (WEIGHT + room('posted'))
    local results = ratio * (room('waiting_bytes') + size)
    local more = size + count * DOCUMENT + ERROR * (room('waiting') + count)
    return room('held') + more + results <= tonumber(most)
end
"""
_ROOMY = "#!lua\n" + _HEAD
ALWAYS = "#!lua flags=allow-oom\n" + _HEAD

_KNOWN = """
local function known(key)
    local id = redis.call('HGET', P .. 'keys', key)
    return id and {id, job(id, 'fingerprint')}
end
"""

KNOWN = (
    ALWAYS
    + _KNOWN
    + """
return known(ARGV[2])
"""
)

BEGIN = (
    _ROOMY
    + _KNOWN
    + """
local id, owner, key, options = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if not takes_documents(ARGV[8], 0, 1) then return redis.error_reply('FULL') end
if key ~= '' then
    local taken = known(key)
    if taken then return taken end
    redis.call('HSET', P .. 'keys', key, id)
    set(id, 'key', key)
end
if ARGV[6] == '1' then set(id, 'options', options) end
if ARGV[7] ~= '' then set(id, 'origin', ARGV[7]) end
set(id, 'owner', owner, 'state', 'receiving', 'created', text(now), 'total', 0,
    'succeeded', 0, 'failed', 0, 'held', 0)
hold(id, JOB + #options, 0, 0)
redis.call('ZADD', P .. 'receiving', text(now), id)
return false
"""
)

ADD = (
    _ROOMY
    + """
local id = ARGV[2]
if job(id, 'state') ~= 'receiving' then return 0 end
local total = tonumber(job(id, 'total'))
if total ~= tonumber(ARGV[3]) then return 1 end -- asked again, and done already
local size, count = 0, #ARGV - 4
for n = 5, #ARGV do size = size + #ARGV[n] end
if not takes_documents(ARGV[4], size, count) then return redis.error_reply('FULL') end
hold(id, size + count * DOCUMENT, count, size)
for n = 5, #ARGV do
    redis.call('HSET', P .. 'docs:' .. id, total, ARGV[n])
    redis.call('RPUSH', P .. 'fresh:' .. id, total)
    total = total + 1
end
set(id, 'total', total)
redis.call('ZADD', P .. 'receiving', text(now), id)
return 1
"""
)

COMMIT = (
    ALWAYS
    + """
local id = ARGV[2]
local state = job(id, 'state')
if state ~= 'receiving' then return state and 1 or 0 end -- 1: asked again, and done already
set(id, 'state', 'running', 'fingerprint', ARGV[3])
redis.call('ZREM', P .. 'receiving', id)
redis.call('ZADD', P .. 'turns', edge('ZRANGE') - 1, id)
redis.call('SADD', P .. 'running', id)
redis.call('ZADD', P .. 'owned:' .. job(id, 'owner'), 0, sort_key(id))
return 1
"""
)

DISCARD = (
    ALWAYS
    + """
if job(ARGV[2], 'state') == 'receiving' then forget(ARGV[2]) end
"""
)

_SHOWN = """
local function shown(id, recent, wanted)
    local row = redis.call('HMGET', P .. 'job:' .. id, 'owner', 'state', 'created', 'started',
        'ended', 'expires', 'total', 'succeeded', 'failed')
    if row[2] == 'running' and not row[4] then row[2] = 'queued' end
    if wanted ~= '' and wanted ~= row[2] then return nil end
    local finished = tonumber(row[8] or 0) + tonumber(row[9] or 0)
    local since = finished > recent
        and redis.call('LINDEX', P .. 'results:' .. id, finished - recent - 1)
    row[10] = since and string.match(since, '^%d+:%d:([^:]+):') or row[4]
    row[11] = text(now)
    return row
end
"""

FIND = (
    ALWAYS
    + _SHOWN
    + """
return shown(ARGV[2], tonumber(ARGV[3]), '')
"""
)

OWNED = (
    ALWAYS
    + _SHOWN
    + """
local owner, edge, wanted, recent, most = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local places = redis.call('ZRANGE', P .. 'owned:' .. owner, edge, '-', 'BYLEX', 'REV', 'LIMIT', 0,
    most)
local rows = {}
for _, place in ipairs(places) do
    local id = string.match(place, ':(.*)$')
    local row = shown(id, recent, wanted)
    if row then rows[#rows + 1] = {id, unpack(row)} end
end
return {rows, #places == tonumber(most) and places[#places]}
"""
)

CANCEL = (
    ALWAYS
    + """
local id = ARGV[2]
if job(id, 'owner') ~= ARGV[3] or job(id, 'state') ~= 'running' then return 0 end
local expires = text(now + tonumber(ARGV[4]))
set(id, 'state', 'cancelled', 'ended', text(now), 'expires', expires)
redis.call('ZREM', P .. 'turns', id)
redis.call('SREM', P .. 'running', id)
redis.call('ZADD', P .. 'ended', expires, id)
drop_documents(id)
return 1
"""
)

SWEEP = (
    ALWAYS
    + """
local upload_seconds, most, count = tonumber(ARGV[2]), tonumber(ARGV[3]), 0
-- Both directions are checked, because the clock may have been set back.
for _, range in ipairs({
    {'receiving', '-inf', '(' .. text(now - upload_seconds)},
    {'receiving', '(' .. text(now + upload_seconds), '+inf'},
    {'ended', '-inf', text(now)},
}) do
    local zset = P .. range[1]
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', zset, range[2], range[3], 'LIMIT', 0, most)) do
        forget(id)
        count = count + 1
    end
end
return count
"""
)
