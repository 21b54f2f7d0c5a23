"""Lua for claims and results in Redis; `scripts` describes the keys."""

from __future__ import annotations

from service.jobs.redis.scripts import ALWAYS

_HANDING_OUT = """
local lease, name = tonumber(ARGV[2]), ARGV[3]
local leases = P .. 'leases'
local taken = {}
local function take(id, position, attempt)
    local token = name .. ':' .. #taken
    local attempts = redis.call('HINCRBY', P .. 'attempts:' .. id, position, attempt) + 1 - attempt
    redis.call('HSET', P .. 'tokens:' .. id, position, token)
    redis.call('ZADD', leases, text(now + lease), id .. ':' .. position)
    redis.call('HSETNX', P .. 'job:' .. id, 'started', text(now))
    local payload = redis.call('HGET', P .. 'docs:' .. id, position)
    taken[#taken + 1] = {
        id, tonumber(position), token, attempts, payload, job(id, 'options'), job(id, 'origin'),
    }
end
-- No lease ends later than the second, unless the clock was set back since it was given.
for _, range in ipairs({{'-inf', text(now)}, {'(' .. text(now + 2 * lease), '+inf'}}) do
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', leases, range[1], range[2])) do
        local id, position = string.match(member, '^(.*):(%d+)$')
        redis.call('ZREM', leases, member)
        redis.call('HDEL', P .. 'tokens:' .. id, position)
        if job(id, 'state') == 'running' then suspect(id, position) end
    end
end
"""

# While one document of a job is suspect or is being retried, no other document of it is handed out.
_SUSPECTS = """
local function suspect(id, position)
    local list = job(id, 'apart') and 'apart' or 'suspects'
    redis.call('RPUSH', P .. list, id .. ':' .. position)
    redis.call('SADD', P .. 'suspected:' .. id, position)
    redis.call('ZREM', P .. 'turns', id)
end
local function resume(id, least)
    if redis.call('SCARD', P .. 'suspected:' .. id) == 0
        and redis.call('LLEN', P .. 'fresh:' .. id) > 0
    then
        redis.call('ZADD', P .. 'turns', 'NX', least, id)
    end
end
"""

CLAIM = (
    ALWAYS
    + _SUSPECTS
    + _HANDING_OUT
    + """
while #taken < tonumber(ARGV[4]) do
    local id = redis.call('ZRANGE', P .. 'turns', 0, 0)[1]
    if not id then break end
    local position = redis.call('LPOP', P .. 'fresh:' .. id)
    if position then take(id, position, 1) end
    if redis.call('LLEN', P .. 'fresh:' .. id) == 0 then
        redis.call('ZREM', P .. 'turns', id)
    else
        redis.call('ZADD', P .. 'turns', edge('ZREVRANGE') + 1, id)
    end
end
return taken
"""
)

SUSPECT = (
    ALWAYS
    + _SUSPECTS
    + _HANDING_OUT
    + """
while #taken == 0 do
    local member = redis.call('LPOP', P .. 'suspects') or redis.call('LPOP', P .. 'apart')
    if not member then break end
    local id, position = string.match(member, '^(.*):(%d+)$')
    if job(id, 'state') == 'running' then take(id, position, 0) end
end
return taken
"""
)

BEGINS = (
    ALWAYS
    + """
local id, position, token = ARGV[2], ARGV[3], ARGV[4]
if redis.call('HGET', P .. 'tokens:' .. id, position) == token then
    redis.call('HINCRBY', P .. 'attempts:' .. id, position, 1)
end
"""
)

QUARANTINE = (
    ALWAYS
    + _SUSPECTS
    + """
local id = ARGV[2]
if job(id, 'state') ~= 'running' then return end
set(id, 'apart', 1)
for _, position in ipairs(redis.call('LRANGE', P .. 'fresh:' .. id, 0, -1)) do
    suspect(id, position)
end
redis.call('UNLINK', P .. 'fresh:' .. id)
"""
)

RENEW = (
    ALWAYS
    + """
local kept = {}
for n = 3, #ARGV, 3 do
    local id, position, token = ARGV[n], ARGV[n + 1], ARGV[n + 2]
    if redis.call('HGET', P .. 'tokens:' .. id, position) == token then
        redis.call('ZADD', P .. 'leases', text(now + tonumber(ARGV[2])), id .. ':' .. position)
        kept[#kept + 1] = token
    end
end
return kept
"""
)

RELEASE = (
    ALWAYS
    + _SUSPECTS
    + """
local tried = tonumber(ARGV[2])
for n = #ARGV - 2, 3, -3 do
    local id, position, token = ARGV[n], ARGV[n + 1], ARGV[n + 2]
    if redis.call('HGET', P .. 'tokens:' .. id, position) == token then
        redis.call('HDEL', P .. 'tokens:' .. id, position)
        redis.call('ZREM', P .. 'leases', id .. ':' .. position)
        local attempts = redis.call('HINCRBY', P .. 'attempts:' .. id, position, tried - 1)
        if attempts > 0 or job(id, 'apart') then
            suspect(id, position)
        else
            redis.call('LPUSH', P .. 'fresh:' .. id, position)
            resume(id, edge('ZRANGE'))
        end
    end
end
"""
)

FINISH = (
    ALWAYS
    + _SUSPECTS
    + """
local keep, most, id, position, token = tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local failed, content = ARGV[7], ARGV[8]
if redis.call('HGET', P .. 'tokens:' .. id, position) ~= token then return 0 end
local posted = redis.call('HSTRLEN', P .. 'docs:' .. id, position)
local total = redis.call('HINCRBY', P .. 'room', 'posted', posted)
redis.call('HINCRBY', P .. 'room', 'results', #content)
if total > MEMORY then
    for _, name in ipairs({'posted', 'results'}) do
        redis.call('HSET', P .. 'room', name, math.floor(room(name) / 2))
    end
end
local more = #content + RESULT - posted - DOCUMENT
-- StoreUsage.takes_result
if most ~= '' and more > 0 and not (failed == '1' and #content <= ERROR)
    and room('held') + more + ERROR * (room('waiting') - 1) > tonumber(most)
then
    return 2
end
hold(id, more, -1, -posted)
for _, part in ipairs({'tokens:', 'attempts:', 'docs:'}) do
    redis.call('HDEL', P .. part .. id, position)
end
redis.call('ZREM', P .. 'leases', id .. ':' .. position)
if redis.call('SREM', P .. 'suspected:' .. id, position) == 1 then
    resume(id, edge('ZREVRANGE') + 1)
end
local head = position .. ':' .. failed .. ':' .. text(now) .. ':'
local done = redis.call('RPUSH', P .. 'results:' .. id, head .. content)
redis.call('HINCRBY', P .. 'job:' .. id, failed == '1' and 'failed' or 'succeeded', 1)
if done == tonumber(job(id, 'total')) then
    local expires = text(now + keep)
    set(id, 'state', 'done', 'ended', text(now), 'expires', expires)
    redis.call('SREM', P .. 'running', id)
    redis.call('ZADD', P .. 'ended', expires, id)
end
return 1
"""
)

WAITING = (
    ALWAYS
    + """
local sum = 0
for _, id in ipairs(redis.call('SMEMBERS', P .. 'running')) do
    sum = sum + tonumber(job(id, 'total')) - redis.call('LLEN', P .. 'results:' .. id)
end
return sum
"""
)
